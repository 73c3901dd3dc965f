/** What sources are called in the status and where their clocks are set. */
import type { DurationMs } from './units.js';
import { BackendKind, PushDownMode, type BackendSource, type FileInput, type SingleSource } from './source.js';

/** Names tell files apart, so the second `audit.log` becomes `audit.log (2)`. */
export function withUniqueNames(files: readonly FileInput[]): readonly FileInput[] {
  const names = uniqueNames(files.map(({ name }) => name));
  return files.map((file, at) => ({ ...file, name: names[at]! }));
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((wanted) => {
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`;
    taken.add(name);
    return name;
  });
}

/** One name for each of several sources; files have names of their own. */
export function namesOf(sources: readonly SingleSource[]): readonly string[] {
  return uniqueNames(sources.map(titleOf));
}

function titleOf(source: SingleSource): string {
  if (source.kind === BackendKind.file) return source.files[0]?.name ?? 'no files';
  if (!('url' in source)) return source.kind;
  return (
    source.url
      .replace(/^[a-z]+:\/\//i, '')
      .replace(/[?#].*$/s, '')
      .replace(/\/+$/, '') || source.url
  );
}

/** By how much the times of one source are moved; undefined where there is no such source, or its times cannot be moved. */
export function clockOffsetOf(source: BackendSource, name: string): DurationMs | undefined {
  let found: DurationMs | undefined;
  changeClocks(source, (one, offsetMs) => {
    if (one === name) found = offsetMs;
    return offsetMs;
  });
  return found;
}

/** The same source with the times of one of its parts moved further by `byMs`. */
export function withClockMoved(source: BackendSource, name: string, byMs: DurationMs): BackendSource {
  return changeClocks(source, (one, offsetMs) => (one === name ? offsetMs + byMs : offsetMs));
}

/** The same source with further files. One that is there already, as when its format was chosen, is replaced. */
export function withFiles(source: BackendSource, files: readonly FileInput[]): BackendSource {
  if (source.kind === BackendKind.file) return { ...source, files: mergeFiles(source.files, files) };
  const sources = source.kind === BackendKind.several ? source.sources : [source];
  const at = sources.findIndex(({ kind }) => kind === BackendKind.file);
  const known = sources[at];
  const added: SingleSource =
    known?.kind === BackendKind.file
      ? { ...known, files: mergeFiles(known.files, files) }
      : { kind: BackendKind.file, files };
  return {
    kind: BackendKind.several,
    sources: at < 0 ? [...sources, added] : sources.map((one, index) => (index === at ? added : one)),
  };
}

function mergeFiles(files: readonly FileInput[], more: readonly FileInput[]): readonly FileInput[] {
  const isSame = (a: FileInput, b: FileInput): boolean => a.name === b.name && a.blob === b.blob && a.url === b.url;
  const stay = files.filter((file) => !more.some((one) => isSame(file, one)));
  return [...stay, ...more];
}

/** The file of this name; the latest of those that have it. */
export function findFile(source: BackendSource, name: string): FileInput | undefined {
  const sources = source.kind === BackendKind.several ? source.sources : [source];
  const files = sources.flatMap((one) => (one.kind === BackendKind.file ? one.files : []));
  return withUniqueNames(files).find((file) => file.name === name) ?? files.findLast((file) => file.name === name);
}

/** Whether it can be read once more: what was pushed cannot. */
export function canBeReadAgain(source: BackendSource): boolean {
  const sources = source.kind === BackendKind.several ? source.sources : [source];
  return sources.every(({ kind }) => kind !== BackendKind.push);
}

type ChangeClock = (name: string, offsetMs: DurationMs) => DurationMs;

function changeClocks(source: BackendSource, change: ChangeClock): BackendSource {
  if (source.kind !== BackendKind.several) {
    // Whoever counts by itself has no clock that could be moved here.
    if (source.kind === BackendKind.clickhouse && source.pushDown !== PushDownMode.never) return source;
    const [only] = namesOf([source]);
    return changeClock(source, only!, change);
  }
  const names = namesOf(source.sources);
  return { ...source, sources: source.sources.map((one, at) => changeClock(one, names[at]!, change)) };
}

function changeClock(source: SingleSource, name: string, change: ChangeClock): SingleSource {
  // What was pushed cannot be read once more.
  if (source.kind === BackendKind.push) return source;
  if (source.kind !== BackendKind.file) {
    return { ...source, clockOffsetMs: change(name, source.clockOffsetMs ?? 0) };
  }
  const named = withUniqueNames(source.files);
  const files = source.files.map((file, at) => ({
    ...file,
    clockOffsetMs: change(named[at]!.name, file.clockOffsetMs ?? 0),
  }));
  return { ...source, files };
}
