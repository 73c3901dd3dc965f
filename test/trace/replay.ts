/** Goes through a recording the way the kernel went, and writes down each deed with the state of its process at that moment. */
import type { Container, Job, KernelEvent, Recording } from './recording.js';

export type Owner =
  | { readonly kind: 'session'; readonly job: Job }
  /** An exec without an audit record: by the runtime's own tool, or by a probe. */
  | { readonly kind: 'unaudited'; readonly job: Job }
  | { readonly kind: 'container' };

export class Process {
  endUs: number | null = null;
  /** The present parent; another one once the first is gone. */
  parent: Process | null;
  container: Container | null;
  owner: Owner | null;
  /** The first process of its exec, or of its container. */
  root: Process | null;
  /** The process whose session has the controlling terminal. */
  terminal: Process | null;
  comm: string;
  exe: string;
  argv: readonly string[];
  cwd: string;
  instance: Instance;

  constructor(
    readonly number: number,
    readonly forkedBy: Process | null,
    readonly startUs: number,
    readonly isShim: boolean,
  ) {
    const like = forkedBy?.container ? forkedBy : null;
    this.parent = forkedBy;
    this.container = forkedBy?.container ?? null;
    this.owner = forkedBy?.owner ?? null;
    this.root = forkedBy?.root ?? null;
    this.terminal = forkedBy?.terminal ?? null;
    this.comm = like?.comm ?? (isShim ? 'containerd-shim' : 'runc');
    this.exe = like?.exe ?? `/usr/bin/${this.comm}`;
    this.argv = like?.argv ?? [this.comm];
    this.cwd = like?.cwd ?? '/';
    this.instance = {
      process: this,
      startUs,
      parent: forkedBy?.instance ?? null,
      path: like?.instance.path ?? this.exe,
      argv: this.argv,
      cwd: this.cwd,
      executed: false,
    };
  }
}

/** A process between two programs; Tetragon's `exec_id` names one. */
export interface Instance {
  readonly process: Process;
  readonly startUs: number;
  /** Of the parent at that moment. */
  readonly parent: Instance | null;
  readonly path: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** false: forked, and still the program of its parent. */
  readonly executed: boolean;
}

export type What =
  | { readonly kind: 'command'; readonly carriedId: string | null }
  | { readonly kind: 'connection'; readonly ip: string; readonly port: number }
  | { readonly kind: 'file'; readonly path: string; readonly mode: string }
  | { readonly kind: 'end'; readonly code: number | null; readonly signal: string | null };

export interface Deed {
  /** Position in the recording: the same in every variant. */
  readonly number: number;
  readonly atUs: number;
  readonly what: What;
  readonly process: Process;
  readonly owner: Owner;
  readonly container: Container;
  readonly instance: Instance;
  readonly parent: Process | null;
  /** The oldest shell among the process and those above it. */
  readonly loginShell: Process | null;
  readonly terminal: Process | null;
  readonly comm: string;
  readonly exe: string;
  readonly argv: readonly string[];
  readonly cwd: string;
}

export interface Replay {
  readonly deeds: readonly Deed[];
  readonly processes: readonly Process[];
  /** First process of each job that got one, by the job's id. */
  readonly roots: ReadonlyMap<string, Process>;
  /** When it became the program that was asked for. */
  readonly firstPrograms: ReadonlyMap<string, number>;
}

export interface ReplayOptions {
  /** The entrypoint of every container is a shell. */
  readonly shellEntrypoint: boolean;
}

const commLength = 15;
const commOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).slice(0, commLength);

export function replay(recording: Recording, options: ReplayOptions): Replay {
  return new Replayer(recording, options).run();
}

class Replayer {
  readonly #recording: Recording;
  readonly #shellEntrypoint: boolean;
  readonly #processes = new Map<number, Process>();
  readonly #children = new Map<Process, Set<Process>>();
  readonly #inits = new Map<Container, Process>();
  readonly #roots = new Map<string, Process>();
  readonly #firstPrograms = new Map<string, number>();
  readonly #deeds: Deed[] = [];

  constructor(recording: Recording, { shellEntrypoint }: ReplayOptions) {
    this.#recording = recording;
    this.#shellEntrypoint = shellEntrypoint;
  }

  run(): Replay {
    for (const event of this.#recording.events) this.#take(event);
    return {
      deeds: this.#deeds,
      processes: [...this.#processes.values()],
      roots: this.#roots,
      firstPrograms: this.#firstPrograms,
    };
  }

  #take(event: KernelEvent): void {
    if (event.kind === 'shim') {
      this.#create(event.process, null, event.atUs, true);
      return;
    }
    if (event.kind === 'fork') {
      this.#create(event.process, this.#processes.get(event.by) ?? null, event.atUs, false);
      return;
    }
    const process = this.#processes.get(event.process);
    if (!process) return;
    switch (event.kind) {
      case 'init': {
        const container = this.#container(event.container);
        this.#inits.set(container, process);
        process.container = container;
        process.owner = { kind: 'container' };
        process.root = process;
        return;
      }
      case 'root':
        this.#begin(process, event.job);
        return;
      case 'exec':
        this.#execute(process, event);
        return;
      case 'open':
        this.#note(process, event.atUs, { kind: 'file', path: event.path, mode: event.mode });
        return;
      case 'connect':
        this.#note(process, event.atUs, { kind: 'connection', ip: event.ip, port: event.port });
        return;
      case 'setsid':
        process.terminal = null;
        return;
      case 'exit':
        this.#end(process, event.atUs, { kind: 'end', code: event.code, signal: event.signal });
    }
  }

  #container(key: string): Container {
    const found = this.#recording.containers.find((container) => container.key === key);
    if (!found) throw new Error(`The recording has no container ${key}.`);
    return found;
  }

  #create(number: number, by: Process | null, atUs: number, isShim: boolean): void {
    const process = new Process(number, by, atUs, isShim);
    this.#processes.set(number, process);
    if (by) this.#childrenOf(by).add(process);
  }

  #begin(process: Process, jobId: string): void {
    const job = this.#recording.jobs.find(({ id }) => id === jobId);
    if (!job) throw new Error(`The recording has no job ${jobId}.`);
    const kind = job.kind === 'audited' || job.kind === 'bad-command' ? 'session' : 'unaudited';
    process.container = this.#container(job.container);
    process.owner = { kind, job };
    process.root = process;
    process.terminal = job.tty ? process : null;
    this.#roots.set(jobId, process);
  }

  #execute(process: Process, event: KernelEvent & { kind: 'exec' }): void {
    const { owner } = process;
    if (process.root === process && owner && owner.kind !== 'container' && !this.#firstPrograms.has(owner.job.id))
      this.#firstPrograms.set(owner.job.id, event.atUs);
    const isFirst = process.root === process && process.owner?.kind === 'container' && this.#shellEntrypoint;
    const shell = isFirst && !commOf(event.path).endsWith('sh');
    process.comm = shell ? 'sh' : commOf(event.path);
    process.exe = shell ? '/usr/bin/dash' : event.exe;
    process.argv = shell ? ['sh', '-c', event.argv.join(' ')] : event.argv;
    process.cwd = event.cwd;
    process.instance = {
      process,
      startUs: event.atUs,
      parent: process.parent?.instance ?? null,
      path: shell ? '/bin/sh' : event.path,
      argv: process.argv,
      cwd: event.cwd,
      executed: true,
    };
    this.#note(process, event.atUs, { kind: 'command', carriedId: event.carriedId });
  }

  #end(process: Process, atUs: number, what: What): void {
    if (process.endUs !== null) return;
    this.#note(process, atUs, what);
    process.endUs = atUs;
    // With the leader of its session a terminal is taken from everybody who had it.
    if (process.terminal === process)
      for (const other of this.#processes.values()) if (other.terminal === process) other.terminal = null;
    const heir = this.#heirOf(process);
    for (const child of this.#childrenOf(process)) {
      child.parent = heir;
      if (heir) this.#childrenOf(heir).add(child);
    }
    this.#children.delete(process);
    if (process.parent) this.#childrenOf(process.parent).delete(process);
  }

  /** Orphans of a container go to its first process, those of the runtime to the shim. */
  #heirOf(process: Process): Process | null {
    if (process.container) return this.#inits.get(process.container) ?? null;
    let above = process.forkedBy;
    while (above && !above.isShim) above = above.forkedBy;
    return above;
  }

  #childrenOf(process: Process): Set<Process> {
    const known = this.#children.get(process);
    if (known) return known;
    const children = new Set<Process>();
    this.#children.set(process, children);
    return children;
  }

  #note(process: Process, atUs: number, what: What): void {
    const { owner, container } = process;
    if (!owner || !container) return;
    this.#deeds.push({
      number: this.#deeds.length,
      atUs,
      what,
      process,
      owner,
      container,
      instance: process.instance,
      parent: process.parent,
      loginShell: loginShellOf(process),
      terminal: process.terminal,
      comm: process.comm,
      exe: process.exe,
      argv: process.argv,
      cwd: process.cwd,
    });
  }
}

function loginShellOf(process: Process): Process | null {
  let shell: Process | null = null;
  for (let at: Process | null = process; at; at = at.parent) if (at.comm.endsWith('sh')) shell = at;
  return shell;
}
