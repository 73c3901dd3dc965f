import type { BackendAccess } from '../client/backend-access.js';
import type { EngineStart } from '../client/start-engine.js';
import type { ActivityType } from '../model/activity.js';
import type { Filter } from '../model/filter/ast.js';
import type { Scope } from '../model/query.js';
import type { BackendSource, CacheMode } from '../model/source.js';
import type { TimeRange } from '../model/time-range.js';
import type { Bytes, EpochMs, EpochNs } from '../model/units.js';
import type { ViewState } from '../model/view-state.js';

export type { BackendAccess, HostFetch, TokenCallback, TokenRequest } from '../client/backend-access.js';

export interface StoreOptions {
  readonly source: BackendSource;
  /** Part of the cache key, with the backend's address. */
  readonly tenant?: string;
  readonly user?: string;
  /** A token or a `fetch` of the host's, for backends and for files at an address. Cookies: `source.credentials`. */
  readonly access?: BackendAccess;
  readonly cache?: {
    readonly mode?: CacheMode;
    /** 32 bytes; needed for the mode `persistent`. */
    readonly key?: Uint8Array;
    readonly maxBytes?: Bytes;
    readonly maxAgeDays?: number;
  };
  /** Loading stops there and says so. Default 2,000,000. */
  readonly maxActivities?: number;
  /**
   * Above this, what is safely in the cache on disk leaves the memory and is read back when it is asked for. Without a cache on disk nothing can
   * leave; `maxActivities` is the bound then. Default 1 GiB.
   */
  readonly maxMemoryBytes?: Bytes;
  readonly engine?: EngineStart;
  readonly view?: Partial<ViewState>;
  /**
   * Pins the view: it ends at this time, or where its `data` end (of a backend: when the store is made), and nothing is followed. Files are always
   * pinned to their data. Default: not pinned.
   */
  readonly asOf?: EpochNs | 'data';
  /** Whether the store loads the window by itself. Default true; false for a host that calls `load()`. */
  readonly autoLoad?: boolean;
  readonly now?: () => EpochMs;
}

export interface AskOptions {
  /** A newer question on the same channel supersedes the older one. Default: a channel of its own. */
  readonly channel?: string;
  readonly signal?: AbortSignal;
  /** In place of the view's own. */
  readonly range?: TimeRange;
  readonly filter?: Filter;
  readonly types?: readonly ActivityType[];
  readonly scope?: Scope;
}
