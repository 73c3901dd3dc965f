import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode, toErrorData } from '../../src/model/audit-error.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { Answer, Query } from '../../src/model/query.js';
import { PushDownMode, type HttpSource } from '../../src/model/source.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { LoadState, type EngineStatus } from '../../src/protocol/engine-api.js';
import type { ServerCapabilities } from '../ingest/http-capabilities.js';
import { FailedTry } from '../ingest/http-failure.js';
import type { HttpBackend } from '../ingest/http.js';
import { HttpOffer } from '../ingest/http-offer.js';
import { HttpPushDown } from '../ingest/http-push-down.js';
import { PushedPart } from '../ingest/push-down.js';
import type { LoadProgress } from './loader.js';
import { PushedQuestions, type PushedAnswers, type PushedHost } from './pushed-questions.js';
import type { PushedRows } from './pushed-rows.js';

const defaultPollMs = 5_000;

/**
 * Questions to a server of which it is not known yet whether it counts. It says so when it is asked for the first time; one that does not, or not all
 * that a view asks for, is loaded.
 */
export class OfferedQuestions implements PushedAnswers {
  readonly #backend: HttpBackend;
  readonly #source: HttpSource;
  readonly #host: PushedHost;
  readonly #closing = new AbortController();
  /** null: the server is loaded; undefined: it has not said yet. */
  #questions: PushedQuestions | null | undefined;
  #error: AuditError | null = null;
  /** All parts of a view want to know at once. */
  #asking: Promise<ServerCapabilities> | null = null;

  constructor(backend: HttpBackend, source: HttpSource, host: PushedHost) {
    this.#backend = backend;
    this.#source = source;
    this.#host = host;
  }

  get extent(): TimeRange | null {
    return this.#questions?.extent ?? null;
  }

  get progress(): LoadProgress | null {
    if (this.#error) return { state: LoadState.failed, missing: [], error: toErrorData(this.#error) };
    return this.#questions?.progress ?? null;
  }

  get live(): EngineStatus['live'] | null {
    return this.#questions?.live ?? null;
  }

  get isLeft(): boolean {
    return this.#questions?.isLeft ?? false;
  }

  async answer(query: Query, signal: AbortSignal, isApart?: boolean): Promise<Answer | null> {
    return (await this.#asked(signal))?.answer(query, signal, isApart) ?? null;
  }

  async load(range: TimeRange): Promise<Coverage | null> {
    return (await this.#asked(this.#closing.signal, true))?.load(range) ?? null;
  }

  async activity(id: string, signal: AbortSignal): Promise<Activity | null> {
    return (await this.#asked(signal))?.activity(id, signal) ?? null;
  }

  async rows(query: Omit<Query, 'want'>, signal: AbortSignal): Promise<PushedRows | null> {
    return (await this.#asked(signal))?.rows(query, signal) ?? null;
  }

  follow(on: boolean): boolean {
    return this.#questions?.follow(on) ?? false;
  }

  renew(): void {
    this.#failed(null);
    this.#questions?.renew();
  }

  async close(): Promise<void> {
    this.#closing.abort(new AuditError(ErrorCode.disposed, 'The activity view was closed.'));
    await this.#questions?.close();
  }

  /** What the server answers with; null or undefined where its activities are loaded. What may be loaded anyway does not wait for its word. */
  async #asked(signal: AbortSignal, isLoading = false): Promise<PushedQuestions | null | undefined> {
    const isForced = this.#source.pushDown === PushDownMode.always;
    if (this.#questions !== undefined || !(isForced || isLoading)) return this.#questions;
    try {
      this.#asking ??= this.#backend.server(this.#closing.signal).finally(() => (this.#asking = null));
      const server = await this.#asking;
      signal.throwIfAborted();
      this.#questions ??= this.#begin(new HttpOffer(this.#backend.name, server), server.pageSize, isForced);
      this.#failed(null);
    } catch (thrown) {
      signal.throwIfAborted();
      // Whoever loads asks again, and tells what is wrong.
      if (!isForced || !(thrown instanceof FailedTry)) return undefined;
      this.#failed(thrown.error);
      throw thrown.error;
    }
    return this.#questions;
  }

  #begin(offer: HttpOffer, pageSize: number, isForced: boolean): PushedQuestions | null {
    if (!(isForced ? offer.parts.has(PushedPart.totals) : offer.isWhole)) return null;
    const pollMs = this.#source.pollEveryMs ?? defaultPollMs;
    const pushDown = new HttpPushDown({ reading: this.#backend.reading, offer, pageSize, pollMs });
    // What was asked before that was answered by what was loaded: nothing.
    this.#host.coverage.touch();
    this.#host.changed();
    return new PushedQuestions(this.#backend, pushDown, this.#source, this.#host);
  }

  #failed(error: AuditError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    this.#host.changed();
  }
}
