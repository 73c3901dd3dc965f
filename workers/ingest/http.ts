import type { CreateDecoder } from '../../src/model/reading.js';
import { Capability, type HttpSource } from '../../src/model/source.js';
import type { EpochMs, EpochNs } from '../../src/model/units.js';
import type { Activity } from '../../src/model/activity.js';
import type { Backend, FollowStep, RawRecord, ReadRequest, ReadStep, StatedTrace } from './backend.js';
import { askCapabilities, type ServerCapabilities } from './http-capabilities.js';
import { HttpConnection } from './http-connection.js';
import { FailedTry } from './http-failure.js';
import { HttpFollowing, type FollowingOptions } from './http-following.js';
import { fetchEntry } from './http-entry.js';
import { EntryPages } from './http-entry-pages.js';
import { HttpReading } from './http-reading.js';
import { fetchTrace } from './http-trace.js';
import { realSleep, Waits, type Sleep } from './http-tries.js';

const defaultPollMs = 5_000;

export interface HttpBackendOptions {
  /** Address of the page; relative addresses are resolved against it. */
  readonly baseUrl: string;
  readonly createDecoder: CreateDecoder;
  /** For backends that can send Arrow streams; absent: they are asked for lines. */
  readonly loadArrowDecoder?: () => Promise<CreateDecoder>;
  /** These four are the world's own unless a test brings others. */
  readonly fetch?: typeof fetch;
  readonly now?: () => EpochMs;
  readonly sleep?: Sleep;
  readonly random?: () => number;
}

/** A server that speaks the open protocol, or the published API that it grew out of. */
export class HttpBackend implements Backend {
  readonly name: string;
  readonly wholeOnly = false;
  readonly #connection: HttpConnection;
  readonly #waits: Waits;
  /** What reads from it; for further parts that ask the same server. */
  readonly reading: FollowingOptions;
  readonly #pollEveryMs: number;
  #capabilities: ServerCapabilities | undefined;

  /** Throws an `AuditError` for an address or header that cannot be used. */
  constructor(source: HttpSource, options: HttpBackendOptions) {
    const { now = Date.now, random = Math.random, sleep = realSleep } = options;
    const connection = new HttpConnection(source, options);
    this.#connection = connection;
    this.name = connection.name;
    this.#waits = new Waits(sleep);
    this.#pollEveryMs = source.pollEveryMs ?? defaultPollMs;
    this.reading = {
      connection,
      createDecoder: options.createDecoder,
      waits: this.#waits,
      now,
      random,
      pages: async (signal) => new EntryPages({ ...options, connection, server: await this.server(signal) }),
      hasStream: async (signal) => (await this.server(signal)).known.includes(Capability.stream),
      ...(source.pageSize !== undefined && { pageSize: source.pageSize }),
    };
  }

  async capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    try {
      return (await this.server(signal)).known;
    } catch (thrown) {
      throw thrown instanceof FailedTry ? thrown.error : thrown;
    }
  }

  read(request: ReadRequest, signal: AbortSignal): AsyncIterable<ReadStep> {
    return new HttpReading(this.reading, request, signal).steps();
  }

  follow(fromNs: EpochNs, signal: AbortSignal): AsyncIterable<FollowStep> {
    return new HttpFollowing(this.reading, this.#pollEveryMs, fromNs, signal).steps();
  }

  raw({ id }: Activity, signal: AbortSignal): Promise<readonly RawRecord[]> {
    return fetchEntry(this.#connection, id, signal);
  }

  trace(id: string, signal: AbortSignal): Promise<StatedTrace | null> {
    return fetchTrace(this.#connection, this.reading.createDecoder, id, signal);
  }

  hurry(): void {
    this.#waits.hurry();
  }

  /** What it says about itself, asked for once. Throws a `FailedTry`, which is not remembered. */
  async server(signal: AbortSignal): Promise<ServerCapabilities> {
    signal.throwIfAborted();
    this.#capabilities ??= await askCapabilities(this.#connection, signal);
    return this.#capabilities;
  }
}
