import { isActivityType, activityTypes } from '../../src/model/activity.js';
import type { FilterStorage, SavedFilter } from '../../src/model/filter/saved-filter.js';
import type { TimeWindow } from '../../src/model/view-state.js';
import { eraseUntoldFilters, filterPlace, onFiltersErased, type FilterPlace } from '../../src/store/kept-filters.js';
import type { StoreOptions } from '../../src/store/store-options.js';

const digits = /^-?\d{1,30}$/;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/**
 * In the browser's local storage, as they are, for all pages of this origin that look at the same backend for the same tenant and user. Where
 * the cache keeps to the memory, or the storage is blocked or full: in memory until the page is closed (`temporary`).
 */
export class LocalFilterStorage implements FilterStorage {
  readonly #changed = new Set<() => void>();
  readonly #key: string;
  /** Null as long as the disk is used. */
  #memory: ReadonlyMap<string, SavedFilter> | null;

  constructor({ key, onDisk }: FilterPlace) {
    this.#key = key;
    this.#memory = onDisk ? null : new Map();
    eraseUntoldFilters();
    onFiltersErased((erased) => {
      if (erased !== key) return;
      this.#memory &&= new Map();
      this.#tell();
    });
  }

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
    if (event.key === this.#key || event.key === null) this.#tell();
  };

  #tell(): void {
    for (const changed of this.#changed) changed();
  }

  #read(): ReadonlyMap<string, SavedFilter> {
    if (this.#memory) return this.#memory;
    try {
      return parseSaved(localStorage.getItem(this.#key));
    } catch {
      return (this.#memory = new Map());
    }
  }

  #write(filters: ReadonlyMap<string, SavedFilter>): void {
    if (this.#memory) this.#memory = filters;
    else {
      try {
        localStorage.setItem(
          this.#key,
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

const places = new Map<string, FilterStorage>();

/** One for all elements of a page that look at the same, so that they tell each other. */
export function localFilterStorage(options: StoreOptions): FilterStorage {
  const place = filterPlace(options);
  const name = JSON.stringify(place);
  const storage = places.get(name) ?? new LocalFilterStorage(place);
  places.set(name, storage);
  return storage;
}
