import { loadPart } from '../../src/model/load-part.js';
import { CacheMode } from '../../src/model/source.js';
import { toEpochNs } from '../../src/model/units.js';
import type { AccessPort } from '../../src/protocol/access-api.js';
import type { OpenOptions } from '../../src/protocol/engine-api.js';
import { createBackend } from './create-backend.js';

const usualMaxBytes = 536_870_912;
const usualMaxAgeDays = 14;
const dayMs = 86_400_000;

/** What an engine is made of that is loaded or opened first, side by side. */
export async function engineParts(options: OpenOptions, access?: AccessPort) {
  const caching = loadPart('the cache', () => import('./cache.js'));
  // Requests in which the page has a hand: a token or a `fetch` of its own.
  const fetching =
    access && options.access
      ? loadPart('credentials', () => import('./host-access.js')).then(({ accessFetch }) =>
          accessFetch(access, options.access!),
        )
      : Promise.resolve(undefined);
  const creating = fetching.then((fetchWith) => createBackend(options.source, options.baseUrl, fetchWith));
  const { key, mode, maxBytes = usualMaxBytes, maxAgeDays = usualMaxAgeDays } = options.cache;
  const opening = caching.then(({ backendAddress, openCache }) =>
    openCache({
      ...(key && { key }),
      isSession: mode === CacheMode.session,
      owner: [backendAddress(options.source, options.baseUrl), options.tenant ?? '', options.user ?? ''],
      bounds: { maxBytes, oldestNs: () => toEpochNs(Date.now() - maxAgeDays * dayMs) },
    }),
  );
  // Nobody else would let go of the cache.
  creating.catch(() => opening.then((cache) => cache.close()).catch(() => {}));
  const [fetchWith, created, cache, { Keeper }] = await Promise.all([fetching, creating, opening, caching]);
  return { fetchWith, created, cache, Keeper };
}

export type EngineParts = Awaited<ReturnType<typeof engineParts>>;
