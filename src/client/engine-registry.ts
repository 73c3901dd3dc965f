import { AuditError, ErrorCode } from '../model/audit-error.js';
import { sourceVariant } from '../model/source-variant.js';
import { CacheMode, isServer, type BackendSource } from '../model/source.js';
import type { Bytes } from '../model/units.js';
import { protocolVersion, type CacheOptions, type OpenOptions } from '../protocol/engine-api.js';
import type { BackendAccess } from './backend-access.js';
import { EngineClient } from './engine-client.js';
import { sessionKey, type SessionKey } from './session-key.js';
import type { EngineStart } from './start-engine.js';

export interface EngineWanted {
  readonly source: BackendSource;
  readonly tenant?: string;
  readonly user?: string;
  readonly cache?: {
    readonly mode?: CacheMode;
    readonly key?: Uint8Array;
    readonly maxBytes?: Bytes;
    readonly maxAgeDays?: number;
  };
  readonly maxActivities?: number;
  readonly maxMemoryBytes?: Bytes;
  readonly engine?: EngineStart;
  readonly access?: BackendAccess;
  /** Shared with nobody, and nothing of it is kept on disk. */
  readonly isOwn?: boolean;
}

export interface EngineLease {
  readonly client: EngineClient;
  /** From now on nobody else gets this engine; false where somebody has it, or where what it holds is kept for the next visit. */
  own(): boolean;
  /** The engine ends with its last lease. Safe to call twice. */
  release(): Promise<void>;
}

interface Created {
  readonly client: EngineClient;
  readonly key: SessionKey | null;
  readonly isKept: boolean;
}

interface Entry {
  readonly client: Promise<Created>;
  leases: number;
}

/** One engine per backend, tenant and user, shared by all stores of a page: a second view of the same backend loads nothing twice. */
const shared = new Map<string, Entry>();

/** Functions have no text, and a key is a secret: each has a number as long as it lives. */
const numbers = new WeakMap<object, number>();
let numbered = 0;
function numberOf(one: object | undefined): number | null {
  if (!one) return null;
  const known = numbers.get(one) ?? ++numbered;
  numbers.set(one, known);
  return known;
}

/** What makes two stores share an engine; null for files, pushes, servers with such beside them and a worker of the host's, which belong to one store alone. */
function shareKey(wanted: EngineWanted, baseUrl: string): string | null {
  const { source, tenant, user, cache, engine, access } = wanted;
  if (wanted.isOwn || !isServer(source) || typeof engine?.worker === 'object') return null;
  const url = new URL(source.url, baseUrl).href;
  return JSON.stringify([
    url,
    ...sourceVariant(source),
    tenant ?? null,
    user ?? null,
    cache?.mode ?? null,
    numberOf(cache?.key),
    [cache?.maxBytes, cache?.maxAgeDays, wanted.maxActivities, wanted.maxMemoryBytes, engine?.workerUrl],
    source.headers ?? null,
    source.credentials ?? null,
    engine?.mode ?? null,
    numberOf(engine?.worker),
    numberOf(access?.token),
    numberOf(access?.fetch),
  ]);
}

export async function acquireEngine(wanted: EngineWanted): Promise<EngineLease> {
  const baseUrl = globalThis.location?.href ?? 'http://localhost/';
  const key = shareKey(wanted, baseUrl);
  let entry = key === null ? undefined : shared.get(key);
  if (!entry) {
    entry = { client: create(wanted, baseUrl), leases: 0 };
    if (key !== null) shared.set(key, entry);
  }
  const taken = entry;
  taken.leases++;
  const forget = () => {
    if (key !== null && shared.get(key) === taken) shared.delete(key);
  };
  try {
    const { client, key: session, isKept } = await taken.client;
    // An engine that is gone must not be handed to the next store.
    client.onEnd(forget);
    let released = false;
    return {
      client,
      own: () => {
        if (isKept || taken.leases > 1) return false;
        forget();
        return true;
      },
      release: async () => {
        if (released) return;
        released = true;
        if (--taken.leases > 0) return;
        forget();
        session?.close();
        await client.dispose();
      },
    };
  } catch (error) {
    forget();
    throw error;
  }
}

async function create(wanted: EngineWanted, baseUrl: string): Promise<Created> {
  const { cache, session } = await cacheOptions(wanted, baseUrl);
  const options: OpenOptions = {
    protocolVersion,
    source: wanted.source,
    cache,
    baseUrl,
    ...(wanted.tenant !== undefined && { tenant: wanted.tenant }),
    ...(wanted.user !== undefined && { user: wanted.user }),
    ...(wanted.maxActivities !== undefined && { maxActivities: wanted.maxActivities }),
    ...(wanted.maxMemoryBytes !== undefined && { maxMemoryBytes: wanted.maxMemoryBytes }),
  };
  const client = new EngineClient(options, wanted.engine, wanted.access);
  return { client, key: session, isKept: cache.mode !== CacheMode.memory };
}

async function cacheOptions(
  { source, tenant, user, cache = {}, isOwn = false }: EngineWanted,
  baseUrl: string,
): Promise<{ cache: CacheOptions; session: SessionKey | null }> {
  const bounds = {
    ...(cache.maxBytes !== undefined && { maxBytes: cache.maxBytes }),
    ...(cache.maxAgeDays !== undefined && { maxAgeDays: cache.maxAgeDays }),
  };
  // Files can be read again and pushes belong to the host: only a backend's answers are worth a place on disk.
  if (isOwn || !isServer(source) || cache.mode === CacheMode.memory)
    return { cache: { mode: CacheMode.memory, ...bounds }, session: null };
  if (cache.mode === CacheMode.persistent) {
    if (cache.key?.length !== 32)
      throw new AuditError(ErrorCode.badRequest, 'The cache mode "persistent" needs a key of 32 bytes from the host.');
    return { cache: { mode: CacheMode.persistent, key: cache.key, ...bounds }, session: null };
  }
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle)
    return { cache: { mode: CacheMode.memory, ...bounds }, session: null };
  const address = new URL(source.url, baseUrl).href;
  const cacheId = JSON.stringify([address, tenant ?? '', user ?? '', ...sourceVariant(source)]);
  const session = await sessionKey(cacheId);
  return { cache: { mode: CacheMode.session, key: session.key, ...bounds }, session };
}
