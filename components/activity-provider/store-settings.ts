/** What the attributes of a provider mean, as plain values. */
import { parseTimeNs } from '../../src/model/filter/literal.js';
import {
  BackendKind,
  CacheMode,
  SysdigApi,
  type BackendSource,
  type FileInput,
  type HttpSource,
  type ServerSource,
} from '../../src/model/source.js';
import { isEmptyRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import type { TimeWindow } from '../../src/model/view-state.js';

const unitMs: ReadonlyMap<string, number> = new Map([
  ['S', 1_000],
  ['M', 60_000],
  ['H', 3_600_000],
  ['D', 86_400_000],
  ['W', 604_800_000],
]);

/**
 * `10M`, `1H`, `2W` (seconds to weeks, in either case), `all`, or `from/to` with two RFC 3339 times. Anything else is undefined: the default
 * window then applies.
 */
export function parseWindow(text: string | null): TimeWindow | undefined {
  const given = text?.trim() ?? '';
  if (/^(all|whole)$/i.test(given)) return { kind: 'whole' };
  const preset = /^(\d{1,5})\s*([smhdw])$/i.exec(given);
  const [, amount, unit] = preset ?? [];
  if (amount && unit) {
    const lengthMs = Number(amount) * (unitMs.get(unit.toUpperCase()) ?? 0);
    return lengthMs > 0 ? { kind: 'relative', lengthMs } : undefined;
  }
  const [from, to, ...more] = given.split('/');
  if (!from || !to || more.length) return undefined;
  const fromNs = parseTimeNs(from.trim());
  const toNs = parseTimeNs(to.trim());
  if (fromNs === undefined || toNs === undefined) return undefined;
  const range = { fromNs, toNs };
  return isEmptyRange(range) ? undefined : { kind: 'absolute', range };
}

export function parseCacheMode(text: string | null): CacheMode | undefined {
  const modes: readonly CacheMode[] = [CacheMode.session, CacheMode.persistent, CacheMode.memory];
  return modes.find((mode) => mode === text?.trim().toLowerCase());
}

/** A time in RFC 3339; anything else that is there means: where the data end. */
export function parseAsOf(text: string | null): EpochNs | 'data' | undefined {
  return text === null ? undefined : (parseTimeNs(text.trim()) ?? 'data');
}

export function parseCredentials(text: string | null): HttpSource['credentials'] {
  const modes = ['omit', 'same-origin', 'include'] as const;
  return modes.find((mode) => mode === text?.trim().toLowerCase());
}

/** Addresses of files separated by white space; a file is shown by the last part of its path. */
export function parseFiles(text: string): readonly FileInput[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((url) => ({ name: fileName(url), url }));
}

function fileName(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last) || url;
  } catch {
    return last || url;
  }
}

/** What a server of the attribute `src` speaks, by the attribute `src-kind`; the open protocol where that is absent or unknown. */
export function serverSource(url: string, kind: string | null): ServerSource {
  switch (kind?.trim().toLowerCase()) {
    case 'sysdig':
      return { kind: BackendKind.sysdig, url };
    case 'sysdig-legacy':
      return { kind: BackendKind.sysdig, url, api: SysdigApi.legacy };
    default:
      return { kind: BackendKind.http, url };
  }
}

/** A described backend comes first, then a server, then files, then what stands in the tag itself; undefined where there is none of them. */
export function chooseSource(
  source: BackendSource | null,
  src: string | null,
  file: string | null,
  srcKind: string | null = null,
  credentials?: HttpSource['credentials'],
  inline: BackendSource | null = null,
): BackendSource | undefined {
  if (source) return source;
  const cookies = credentials && { credentials };
  if (src?.trim()) return { ...serverSource(src.trim(), srcKind), ...cookies };
  if (file?.trim()) return { kind: BackendKind.file, files: parseFiles(file), ...cookies };
  return inline ?? undefined;
}
