/**
 * How well the command line of a process fits what a request asked for. The values are likelihoods: how often a request for this
 * command is seen to start a process that looks like that. None is zero: a link, a script or a multi-call binary runs under other names.
 */
import type { ProcessEvent } from './evidence.js';

/** A request that does not say what it runs: any command line may be its. */
export const unknownCommandFit = 0.05;

const sameFit = 0.9;
const cutFit = 0.8;
const scriptFit = 0.6;
const nameOnlyFit = 0.5;
const otherNameFit = 0.4;
const shellFamilyFit = 0.05;
const multiCallFit = 0.02;
const otherArgumentsFit = 0.0005;
const unrelatedFit = 0.0001;
/** Collectors cut long command lines; a shorter common beginning proves nothing. */
const cutLength = 80;

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'busybox', 'exe', 'toybox']);
const multiCall = new Set(['exe', 'busybox', 'toybox', 'coreutils', 'memfd']);
/** A process that replaces its own program does so right away where it is a wrapper. */
const wrapperMs = 3_000;

interface Line {
  /** Name of the program without its directory, as long as the kernel keeps it. */
  readonly name: string;
  readonly rest: string;
  readonly whole: string;
}

/** Command lines one way: no quotes, single spaces, the program without its directory. */
function line(text: string): Line {
  const words = text
    .replace(/["'\\]/g, '')
    .trim()
    .split(/\s+/);
  const first = words[0] ?? '';
  const base = first.slice(first.lastIndexOf('/') + 1) || first;
  const name = base.replace(/^-/, '').slice(0, 15);
  const rest = words.slice(1).join(' ');
  return { name, rest, whole: words.join(' ') };
}

/** Without a leading `env -i NAME=VALUE ...`; null where there is none, or nothing behind it. */
function withoutEnv(text: string): string | null {
  const words = text.trim().split(/\s+/);
  if (!/^(?:\/\S*\/)?env$/.test(words[0] ?? '')) return null;
  let at = 1;
  while (at < words.length) {
    const word = words[at]!;
    if (word === '-u' || word === '-C') at += 2;
    else if (word.startsWith('-') || /^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) at += 1;
    else break;
  }
  return at < words.length ? words.slice(at).join(' ') : null;
}

function lines(text: string): readonly Line[] {
  const inner = withoutEnv(text);
  return inner === null ? [line(text)] : [line(text), line(inner)];
}

const remembered = new Map<string, number>();

/**
 * The best fit of a process's first programs.
 * @param argumentsKnown false where requests are on record without their arguments
 */
export function commandFit(command: string | null, images: readonly ProcessEvent[], argumentsKnown: boolean): number {
  if (command === null) return unknownCommandFit;
  const startMs = images[0]?.atMs ?? 0;
  let best = 0;
  for (const { atMs, cmdline, comm } of images) {
    if (atMs > startMs + wrapperMs) break;
    const key = `${argumentsKnown ? 1 : 0}\0${command}\0${cmdline ?? ''}\0${comm ?? ''}`;
    let fit = remembered.get(key);
    if (fit === undefined) {
      fit = lineFit(command, cmdline, comm, argumentsKnown);
      if (remembered.size > 20_000) remembered.clear();
      remembered.set(key, fit);
    }
    best = Math.max(best, fit);
  }
  return best;
}

function lineFit(command: string, cmdline: string | null, comm: string | null, argumentsKnown: boolean): number {
  if (cmdline === null && comm === null) return unknownCommandFit;
  let best = unrelatedFit;
  for (const asked of lines(command)) {
    if (cmdline === null) {
      best = Math.max(best, asked.name === line(comm ?? '').name ? nameOnlyFit : nameFit(asked.name, comm ?? ''));
      continue;
    }
    for (const seen of lines(cmdline)) best = Math.max(best, wholeFit(asked, seen, comm, argumentsKnown));
  }
  return best;
}

function wholeFit(asked: Line, seen: Line, comm: string | null, argumentsKnown: boolean): number {
  const sameName = asked.name === seen.name || asked.name === comm;
  if (asked.rest === seen.rest) {
    if (sameName) return sameFit;
    return asked.rest === '' ? nameFit(asked.name, seen.name) : otherNameFit;
  }
  if (seen.whole.length >= cutLength && sameName && asked.rest.startsWith(seen.rest)) return cutFit;
  if (isScript(asked, seen)) return scriptFit;
  if (asked.rest === '' && !argumentsKnown && sameName) return shellFamilyFit;
  if (sameName) return otherArgumentsFit;
  return unrelatedFit;
}

/** The interpreter runs the file that was asked for. */
function isScript(asked: Line, seen: Line): boolean {
  const script = line(seen.rest);
  return script.name === asked.name && script.rest === asked.rest && asked.name !== '';
}

function nameFit(asked: string, seen: string): number {
  if (shells.has(asked) && shells.has(seen)) return shellFamilyFit;
  return multiCall.has(seen) ? multiCallFit : unrelatedFit;
}

/** Names a kind of process: repeats of it, such as probes, have the same. */
export function commandSignature({ cmdline, comm }: ProcessEvent): string {
  const { name, rest } = line(cmdline ?? comm ?? '');
  return `${name} ${rest}`;
}
