import { isActivityType, activityTypes } from '../../src/model/activity.js';
import type { FilterStorage, SavedFilter } from '../../src/model/filter/saved-filter.js';
import type { TimeWindow } from '../../src/model/view-state.js';

const key = 'activity-audit.filters';
const digits = /^-?\d{1,30}$/;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/**
 * In the browser's local storage, shared by all pages of this origin; where that is blocked or full, in memory until the page is closed
 * (`temporary`).
 */
export class LocalFilterStorage implements FilterStorage {
  readonly #changed = new Set<() => void>();
  /** Not null once the browser refused. */
  #memory: ReadonlyMap<string, SavedFilter> | null = null;

  get temporary(): boolean {
    this.#read();
    return this.#memory !== null;
  }

  list(): Promise<readonly SavedFilter[]> {
    return Promise.resolve([...this.#read().values()]);
  }

  save(filter: SavedFilter): Promise<void> {
    this.#write(new Map([...this.#read(), [filter.name, filter]]));
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.#write(new Map([...this.#read()].filter(([one]) => one !== name)));
    return Promise.resolve();
  }

  subscribe(changed: () => void): () => void {
    if (this.#changed.size === 0) globalThis.addEventListener('storage', this.#elsewhere);
    this.#changed.add(changed);
    return () => {
      this.#changed.delete(changed);
      if (this.#changed.size === 0) globalThis.removeEventListener('storage', this.#elsewhere);
    };
  }

  readonly #elsewhere = (event: StorageEvent): void => {
    if (event.key === key || event.key === null) this.#tell();
  };

  #tell(): void {
    for (const changed of this.#changed) changed();
  }

  #read(): ReadonlyMap<string, SavedFilter> {
    if (this.#memory) return this.#memory;
    try {
      return parseSaved(localStorage.getItem(key));
    } catch {
      return (this.#memory = new Map());
    }
  }

  #write(filters: ReadonlyMap<string, SavedFilter>): void {
    if (this.#memory) this.#memory = filters;
    else {
      try {
        localStorage.setItem(
          key,
          JSON.stringify([...filters.values()], (_, value: unknown) => plain(value)),
        );
      } catch {
        this.#memory = filters;
      }
    }
    this.#tell();
  }
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** What somebody else wrote there, or an older version of us, is left out. */
function parseSaved(text: string | null): ReadonlyMap<string, SavedFilter> {
  let found: unknown;
  try {
    found = JSON.parse(text ?? '[]');
  } catch {
    return new Map();
  }
  const filters = Array.isArray(found) ? found.map(parseOne).filter((one) => one !== null) : [];
  return new Map(filters.map((one) => [one.name, one]));
}

function parseOne(found: unknown): SavedFilter | null {
  if (!isObject(found)) return null;
  const { name, filterText, types, window } = found;
  if (typeof name !== 'string' || name.trim() === '' || typeof filterText !== 'string') return null;
  const known = Array.isArray(types) ? activityTypes.filter((type) => types.filter(isText).includes(type)) : [];
  const kept = parseWindow(window);
  return {
    name,
    filterText,
    types: known.filter(isActivityType).length > 0 ? known : activityTypes,
    ...(kept && { window: kept }),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const asNs = (value: unknown): bigint | null => (isText(value) && digits.test(value) ? BigInt(value) : null);

function parseWindow(found: unknown): TimeWindow | null {
  if (!isObject(found)) return null;
  switch (found['kind']) {
    case 'whole':
      return { kind: 'whole' };
    case 'relative': {
      const { lengthMs } = found;
      return typeof lengthMs === 'number' && Number.isFinite(lengthMs) && lengthMs > 0
        ? { kind: 'relative', lengthMs }
        : null;
    }
    case 'absolute': {
      if (!isObject(found['range'])) return null;
      const [fromNs, toNs] = [asNs(found['range']['fromNs']), asNs(found['range']['toNs'])];
      return fromNs !== null && toNs !== null && toNs > fromNs ? { kind: 'absolute', range: { fromNs, toNs } } : null;
    }
    default:
      return null;
  }
}

/** One for all elements of a page, so that they tell each other. */
export const localFilterStorage: FilterStorage = new LocalFilterStorage();
