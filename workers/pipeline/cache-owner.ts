import { sourceVariant } from '../../src/model/source-variant.js';
import { isServer, type BackendSource } from '../../src/model/source.js';

/** Whose activities these are, as far as the address tells: part of the cache key. */
export function backendAddress(source: BackendSource, baseUrl: string): string {
  if (!isServer(source)) return source.kind;
  return JSON.stringify([new URL(source.url, baseUrl).href, ...sourceVariant(source)]);
}
