import { Capability, type ClickHouseSource } from '../../../src/model/source.js';
import type { DurationMs, EpochNs } from '../../../src/model/units.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from '../backend.js';
import { HttpFollowing, type FollowingOptions } from '../http-following.js';
import { HttpReading } from '../http-reading.js';
import type { Waits } from '../http-tries.js';
import { ClickHouseConnection, type ClickHouseOptions } from './connection.js';
import { ClickHousePages } from './pages.js';
import { ClickHousePushDown } from './push-down.js';

const defaultPollMs = 5_000;

/** A table of a ClickHouse server or cluster. What a time holds is paged where it is little, and counted there where it is much. */
export class ClickHouseBackend implements Backend {
  readonly name: string;
  readonly wholeOnly = false;
  readonly pushDown: ClickHousePushDown;
  readonly #reading: FollowingOptions;
  readonly #waits: Waits;
  readonly #pollMs: DurationMs;

  /** Throws an `AuditError` for an address or header that cannot be used. `pageSize`: rows of a page of what is loaded. */
  constructor(source: ClickHouseSource, options: ClickHouseOptions, pageSize?: number) {
    const { now = Date.now } = options;
    const connection = new ClickHouseConnection(source, options);
    const { name, http, waits, random } = connection;
    const pages = new ClickHousePages(connection, new ClickHousePushDown(connection, source, now, true));
    this.name = name;
    this.pushDown = new ClickHousePushDown(connection, source, now);
    this.#waits = waits;
    this.#pollMs = source.pollEveryMs ?? defaultPollMs;
    this.#reading = {
      ...{ connection: http, waits, random, now },
      pages: () => Promise.resolve(pages),
      hasStream: () => Promise.resolve(false),
      // Rows are no text to be decoded.
      createDecoder: () => {
        throw new TypeError();
      },
      ...(pageSize !== undefined && { pageSize }),
    };
  }

  capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve([Capability.answer, Capability.filter, Capability.count, Capability.group]);
    });
  }

  hurry(): void {
    this.#waits.hurry();
  }

  read(request: ReadRequest, signal: AbortSignal): AsyncIterable<ReadStep> {
    return new HttpReading(this.#reading, request, signal).steps();
  }

  follow(fromNs: EpochNs, signal: AbortSignal): AsyncIterable<FollowStep> {
    return new HttpFollowing(this.#reading, this.#pollMs, fromNs, signal).steps();
  }
}
