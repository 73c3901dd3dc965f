import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Answer, Query } from '../../src/model/query.js';

/** Answers one query; stops soon after the signal aborts, by throwing its reason. */
export type AnswerQuery = (query: Query, signal: AbortSignal) => Promise<Answer>;

interface Open {
  /** null: nothing supersedes it. */
  readonly channel: string | null;
  readonly control: AbortController;
}

/** One open question per channel: a newer one supersedes it. Every promise settles. */
export class Questions {
  readonly #answer: AnswerQuery;
  readonly #open = new Map<number, Open>();

  constructor(answer: AnswerQuery) {
    this.#answer = answer;
  }

  ask(askId: number, channel: string, query: Query): Promise<Answer> {
    for (const [id, open] of this.#open)
      if (open.channel === channel)
        this.#end(id, new AuditError(ErrorCode.superseded, 'A newer question made this one pointless.'));
    return this.#follow(askId, channel, (signal) => this.#answer(query, signal));
  }

  /** Work that is no question of the view: taken back and ended like one, superseded by nothing. */
  run<Value>(askId: number, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    return this.#follow(askId, null, work);
  }

  cancel(askId: number): void {
    this.#end(askId, new AuditError(ErrorCode.cancelled, 'The question was taken back.'));
  }

  endAll(error: AuditError): void {
    for (const id of [...this.#open.keys()]) this.#end(id, error);
  }

  async #follow<Value>(
    askId: number,
    channel: string | null,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const control = new AbortController();
    this.#open.set(askId, { channel, control });
    const ended = new Promise<never>((_, reject) =>
      control.signal.addEventListener('abort', () => reject(control.signal.reason as Error), { once: true }),
    );
    try {
      return await Promise.race([work(control.signal), ended]);
    } finally {
      this.#open.delete(askId);
    }
  }

  #end(askId: number, error: AuditError): void {
    const open = this.#open.get(askId);
    this.#open.delete(askId);
    open?.control.abort(error);
  }
}
