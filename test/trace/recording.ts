/** A recording as record/reduce.py wrote it: what the kernel saw, and who started what. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const recordingNames = ['main', 'second'] as const;
export type RecordingName = (typeof recordingNames)[number];

export interface Container {
  readonly key: string;
  readonly pod: string;
  readonly name: string;
  readonly uid: number;
}

export const JobKind = {
  /** Through the API server, with an audit record. */
  audited: 'audited',
  /** Through the runtime alone. */
  unaudited: 'unaudited',
  /** A probe of the kubelet: through the runtime alone too. */
  probe: 'probe',
  /** Refused by the API server. */
  denied: 'denied',
  /** Accepted; no process came of it. */
  neverStarted: 'never-started',
  /** Accepted; the process found no program of that name. */
  badCommand: 'bad-command',
} as const;
export type JobKind = (typeof JobKind)[keyof typeof JobKind];

/** An exec into a container, whoever asked for it. */
export interface Job {
  readonly id: string;
  readonly container: string;
  readonly kind: JobKind;
  readonly argv: readonly string[];
  readonly tty: boolean;
  readonly user: string | null;
  /** Asked for, in microseconds since the beginning. */
  readonly atUs: number;
}

/** `process` is a number that is never used twice; times are microseconds since the beginning. */
export type KernelEvent = { readonly atUs: number; readonly process: number } & (
  | { readonly kind: 'shim'; readonly container: string }
  | { readonly kind: 'init'; readonly container: string }
  | { readonly kind: 'root'; readonly job: string }
  | { readonly kind: 'fork'; readonly by: number }
  | {
      readonly kind: 'exec';
      readonly path: string;
      readonly exe: string;
      readonly argv: readonly string[];
      readonly cwd: string;
      /** The job named by KUBERNETES_EXEC_AUDIT_ID in the environment. */
      readonly carriedId: string | null;
    }
  | { readonly kind: 'open'; readonly path: string; readonly mode: string }
  | { readonly kind: 'connect'; readonly ip: string; readonly port: number }
  | { readonly kind: 'setsid' }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
);

export interface Recording {
  readonly name: RecordingName;
  readonly containers: readonly Container[];
  readonly jobs: readonly Job[];
  readonly events: readonly KernelEvent[];
}

/** @throws Error where the file is not a recording. */
export function readRecording(name: RecordingName): Recording {
  const file = new URL(`recordings/${name}.ndjson.gz`, import.meta.url);
  const containers: Container[] = [];
  const jobs: Job[] = [];
  const events: KernelEvent[] = [];
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const fields = new Fields(line);
    const kind = fields.text('e');
    if (kind === 'container') containers.push(readContainer(fields));
    else if (kind === 'job') jobs.push(readJob(fields));
    else events.push(readEvent(kind, fields));
  }
  return { name, containers, jobs, events };
}

function readContainer(fields: Fields): Container {
  return { key: fields.text('key'), pod: fields.text('pod'), name: fields.text('name'), uid: fields.number('uid') };
}

function readJob(fields: Fields): Job {
  const kind = Object.values(JobKind).find((known) => known === fields.text('kind'));
  if (!kind) throw fields.error('kind');
  return {
    id: fields.text('id'),
    container: fields.text('container'),
    kind,
    argv: fields.texts('argv'),
    tty: fields.value('tty') === true,
    user: fields.optionalText('user'),
    atUs: fields.number('at'),
  };
}

function readEvent(kind: string, fields: Fields): KernelEvent {
  const place = { atUs: fields.number('t'), process: fields.number('p') };
  switch (kind) {
    case 'shim':
    case 'init':
      return { ...place, kind, container: fields.text('container') };
    case 'root':
      return { ...place, kind, job: fields.text('job') };
    case 'fork':
      return { ...place, kind, by: fields.number('by') };
    case 'exec':
      return {
        ...place,
        kind,
        path: fields.text('path'),
        exe: fields.text('exe'),
        argv: fields.texts('argv'),
        cwd: fields.text('cwd'),
        carriedId: fields.optionalText('id'),
      };
    case 'open':
      return { ...place, kind, path: fields.text('path'), mode: fields.text('mode') };
    case 'connect':
      return { ...place, kind, ip: fields.text('ip'), port: fields.number('port') };
    case 'setsid':
      return { ...place, kind };
    case 'exit': {
      const code = fields.value('code');
      return { ...place, kind, code: typeof code === 'number' ? code : null, signal: fields.optionalText('signal') };
    }
    default:
      throw new Error(`A recording has no events of the kind ${kind}.`);
  }
}

/** One line, read with a look at every type. */
class Fields {
  readonly #line: string;
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(line: string) {
    const parsed: unknown = JSON.parse(line);
    this.#line = line;
    this.#values = new Map(Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {}));
  }

  value(name: string): unknown {
    return this.#values.get(name);
  }

  text(name: string): string {
    const value = this.#values.get(name);
    if (typeof value !== 'string') throw this.error(name);
    return value;
  }

  optionalText(name: string): string | null {
    return this.#values.get(name) === undefined || this.#values.get(name) === null ? null : this.text(name);
  }

  number(name: string): number {
    const value = this.#values.get(name);
    if (typeof value !== 'number') throw this.error(name);
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.#values.get(name);
    if (!Array.isArray(value)) throw this.error(name);
    return value.map(String);
  }

  error(name: string): Error {
    return new Error(`${name} is missing in this line of a recording: ${this.#line.slice(0, 200)}`);
  }
}
