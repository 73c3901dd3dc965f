import type { ActivityType } from '../../src/model/activity.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { CreateDecoder } from '../../src/model/reading.js';
import { Capability } from '../../src/model/source.js';
import type { DurationNs } from '../../src/model/units.js';
import type { ServerCapabilities } from './http-capabilities.js';
import type { Ask, HttpConnection } from './http-connection.js';
import { arrowMediaType, readPage, type PageDecoders } from './http-page.js';
import type { PagePiece, PageQuestion, ServerPages } from './http-pages.js';

/** The published API asks in plurals and answers in singulars. */
export const typeParameters: Readonly<Record<ActivityType, string>> = {
  command: 'commands',
  connection: 'connections',
  kubernetes: 'kubernetes',
  fileaccess: 'fileaccesses',
};

export interface EntryPagesOptions {
  readonly connection: HttpConnection;
  readonly server: ServerCapabilities;
  readonly createDecoder: CreateDecoder;
  /** Loads what reads Arrow streams, for a server that sends them. Absent or rejecting: they are not asked for. */
  readonly loadArrowDecoder?: (() => Promise<CreateDecoder>) | undefined;
}

/** `GET {base}/entries` of the open protocol. */
export class EntryPages implements ServerPages {
  readonly pageSize: number;
  readonly rangeNs?: DurationNs;
  readonly #options: EntryPagesOptions;

  constructor(options: EntryPagesOptions) {
    const { pageSize, rangeNs } = options.server;
    this.#options = options;
    this.pageSize = pageSize;
    if (rangeNs !== undefined) this.rangeNs = rangeNs;
  }

  async *read(question: PageQuestion, signal: AbortSignal): AsyncGenerator<PagePiece, void, undefined> {
    const decoders = await this.#decoders();
    yield* readPage(this.#options.connection, decoders, this.#ask(question, decoders), signal);
  }

  async #decoders(): Promise<PageDecoders> {
    const { server, createDecoder, loadArrowDecoder } = this.#options;
    if (!server.sendsArrow || server.isPublished || !loadArrowDecoder) return { createDecoder };
    try {
      return { createDecoder, createArrowDecoder: await loadArrowDecoder() };
    } catch {
      // A part of this program that cannot be fetched: lines can be read without it.
      return { createDecoder };
    }
  }

  #ask({ range, cursor, limit, types = [], filter }: PageQuestion, decoders: PageDecoders): Ask {
    const { server } = this.#options;
    const filterText = filter && server.known.includes(Capability.filter) ? printFilter(filter) : '';
    // A filter that the backend cannot take is left to the engine, as it is with a backend that takes none.
    const isTaken = filterText !== '' && filterText.length <= (server.filterLength ?? Infinity);
    return {
      path: '/entries',
      accept: acceptOf(server, decoders),
      parameters: [
        ...(cursor === undefined
          ? ([
              ['from', String(range.fromNs)],
              ['to', String(range.toNs)],
            ] as const)
          : ([['cursor', cursor]] as const)),
        ['limit', String(limit)],
        ...(isTaken ? ([['filter', filterText]] as const) : []),
        ...types.map((type) => ['types', typeParameters[type]] as const),
      ],
    };
  }
}

function acceptOf({ isPublished }: ServerCapabilities, { createArrowDecoder }: PageDecoders): string {
  if (isPublished) return 'application/json';
  const lines = 'application/x-ndjson, application/json;q=0.5';
  return createArrowDecoder ? `${arrowMediaType}, ${lines}` : lines;
}
