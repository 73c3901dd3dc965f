import { Capability } from '../../src/model/source.js';
import type { DurationNs } from '../../src/model/units.js';
import { badAnswer, excerpt, FailedTry, truncated } from './http-failure.js';
import type { HttpConnection } from './http-connection.js';
import { textOf } from './http-entry.js';
import { arrowMediaType } from './http-page.js';
import { isObject } from './http-trace.js';

const longestDocument = 1_000_000;
const publishedPageSize = 200;
const publishedRangeNs = 14n * 86_400_000_000_000n;

/** What a server of the open protocol says about itself. */
export interface ServerCapabilities {
  /** `filter` only where it takes any. */
  readonly known: readonly Capability[];
  /** It is the published API: JSON documents only. */
  readonly isPublished: boolean;
  /** At most so many activities a page. */
  readonly pageSize: number;
  /** At most so long a range in one question. */
  readonly rangeNs?: DurationNs;
  /** At most so many characters of filter. */
  readonly filterLength?: number;
  /** Pages also as Arrow streams, where they are asked for. */
  readonly sendsArrow?: boolean;
  /** All of what it says; what counts looks further. */
  readonly document?: object;
}

/** A server that has no capabilities to tell of is one of the published API. */
const published: ServerCapabilities = {
  known: [],
  isPublished: true,
  pageSize: publishedPageSize,
  rangeNs: publishedRangeNs,
};

const isCapability = (value: unknown): value is Capability =>
  typeof value === 'string' && (Object.values(Capability) as readonly string[]).includes(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const nothing: Readonly<Record<string, unknown>> = {};

export async function askCapabilities(connection: HttpConnection, signal: AbortSignal): Promise<ServerCapabilities> {
  try {
    const answer = await connection.open({ path: '/capabilities', accept: 'application/json' }, signal);
    const body = (await textOf(answer, connection, longestDocument)).trim();
    return readCapabilities(connection.name, answer.contentType, body);
  } catch (thrown) {
    if (thrown instanceof FailedTry && thrown.status === 404) return published;
    throw thrown;
  }
}

/** Throws a `FailedTry` where the document is not one of the protocol. */
export function readCapabilities(name: string, contentType: string, body: string): ServerCapabilities {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    if (/^\s*\{/.test(body)) throw truncated(name, 'its capabilities are cut off');
    const seen = contentType === '' ? 'something without a content type' : contentType;
    throw badAnswer(
      `${name} does not speak the open protocol: JSON was expected as its capabilities, ${seen} came. It begins: ${excerpt(body)}`,
    );
  }
  if (!isObject(document) || !('protocol' in document))
    throw badAnswer(
      `${name} does not speak the open protocol: its capabilities do not name a version. They begin: ${excerpt(body)}`,
    );
  const { protocol, capabilities, mediaTypes } = document;
  if (protocol !== 1)
    throw badAnswer(
      `${name} speaks version ${excerpt(String(protocol), 20)} of the open protocol; this view understands version 1.`,
    );
  // One that takes a part of the language would refuse the rest: it is left to the engine.
  const takesAll = document['operators'] === undefined && document['attributes'] === undefined;
  const isKnown = (one: unknown): one is Capability => isCapability(one) && (takesAll || one !== Capability.filter);
  const { pageSize, rangeNs, filterLength } = isObject(document['limits']) ? document['limits'] : nothing;
  return {
    isPublished: false,
    document,
    known: Array.isArray(capabilities) ? [...new Set(capabilities.filter(isKnown))] : [],
    pageSize: isCount(pageSize) ? pageSize : publishedPageSize,
    ...(isCount(rangeNs) && { rangeNs: BigInt(rangeNs) }),
    ...(Array.isArray(mediaTypes) && mediaTypes.includes(arrowMediaType) && { sendsArrow: true }),
    ...(isCount(filterLength) && { filterLength }),
  };
}
