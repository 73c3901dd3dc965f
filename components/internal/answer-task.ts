import { initialState, Task } from '@lit/task';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { AuditError, ErrorCode, type ErrorData } from '../../src/model/audit-error.js';
import type { Coverage } from '../../src/model/coverage.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { asksAnew } from '../../src/store/current-view.js';
import { answerGroup, type AnswerGroup, type AnswerMember } from './answer-group.js';
import type { StoreController } from './store-controller.js';

/** What an element shows. `empty` is a complete answer with nothing in it. */
export type AnswerState = 'initial' | 'pending' | 'complete' | 'empty' | 'error';

/** `Value`: undefined says that there is none. */
export interface AnswerTaskOptions<Value extends object | number | null> {
  /** Puts the question. Not called while it answers null to `args`. */
  readonly ask: (store: ActivityStore, signal: AbortSignal) => Promise<Value>;
  /** What the question depends on besides store, view and data, compared one by one; null: do not ask now. */
  readonly args?: (store: ActivityStore) => readonly unknown[] | null;
  /** The thing that is asked about: what was answered about another one is no value, whether the next answer comes or not. */
  readonly about?: (store: ActivityStore) => string | bigint | null;
  readonly isEmpty?: (value: Value) => boolean;
  readonly coverage?: (value: Value) => Coverage | null | undefined;
  /** Told of every new answer, before the element renders it. */
  readonly onValue?: (value: Value) => void;
  /**
   * The element changes in one frame with the others that have a rank, and waits for `held` before it updates. Of those that failed alike, the
   * one of the highest rank tells why.
   */
  readonly rank?: number;
}

const showPendingAfterMs = 150;
const silentCodes: readonly ErrorCode[] = [ErrorCode.superseded, ErrorCode.cancelled, ErrorCode.disposed];

/** What is no failure to a person: the question was given up. */
export const isSilent = ({ code }: Pick<ErrorData, 'code'>): boolean => silentCodes.includes(code);

/**
 * The one way in which elements ask: again whenever data, view or arguments change, aborted when the person's question changed or the element
 * left the page. The last value stays while the next is on its way. While data streams in, an answer under way is waited for and then asked
 * again: a stream of changes must not keep every answer from arriving.
 */
export class AnswerTask<Value extends object | number | null> implements ReactiveController, AnswerMember {
  readonly rank: number;
  readonly #host: ReactiveControllerHost & Partial<Pick<Element, 'checkVisibility'>>;
  readonly #controller: StoreController;
  readonly #options: AnswerTaskOptions<Value>;
  readonly #task: Task<readonly unknown[], Value>;
  #group: AnswerGroup | null = null;
  #value: Value | undefined;
  #error: AuditError | null = null;
  #about: string | bigint | null | undefined;
  #version = 0;
  #running = false;
  #askAgain = false;
  #viewChanged = false;
  #askDue = false;
  #engineFailed = false;
  #newQuestion = false;
  #connected = false;
  #slow = false;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, controller: StoreController, options: AnswerTaskOptions<Value>) {
    this.rank = options.rank ?? 0;
    this.#host = host;
    this.#controller = controller;
    this.#options = options;
    controller.listen({
      storeChanged: (store) => {
        this.#group?.leave(this);
        this.#group = store && this.rank ? answerGroup(store) : null;
        this.#group?.join(this);
        this.#forget();
      },
      viewChanged: ({ previous, view }) => {
        if (asksAnew(previous, view)) this.#askAtOnce();
      },
      dataChanged: () => this.#dataChanged(),
      statusChanged: () => this.#statusChanged(),
    });
    this.#task = new Task<readonly unknown[], Value>(host, {
      args: () => {
        const { store } = controller;
        const args = store ? (options.args ? options.args(store) : []) : null;
        return store && args ? [store, this.#version, ...args] : [null, this.#version];
      },
      task: ([store], { signal }) => (store ? this.#run(store as ActivityStore, signal) : initialState),
    });
    host.addController(this);
  }

  get state(): AnswerState {
    if (this.error) return 'error';
    if (this.#slow) return 'pending';
    if (this.value === undefined) return 'initial';
    return this.#options.isEmpty?.(this.value) ? 'empty' : 'complete';
  }
  /** True once the first answer has been on its way long enough to be worth a word. */
  get waiting(): boolean {
    return this.#slow && this.value === undefined && !this.error;
  }
  /** True while the value belongs to another question of the person than the one being asked: to be dimmed. */
  get outdated(): boolean {
    return this.#slow && this.value !== undefined && this.#newQuestion;
  }
  /** The last answer, also while the next is pending, or where the same question failed since; undefined before the first. */
  get value(): Value | undefined {
    return this.#isAsked ? this.#value : undefined;
  }
  get error(): AuditError | null {
    return this.#isAsked ? this.#error : null;
  }
  /** Whether what is at hand is about the thing that is asked about. */
  get #isAsked(): boolean {
    const { store } = this.#controller;
    return !store || this.#options.about?.(store) === this.#about;
  }
  get isSeen(): boolean {
    return !this.#controller.rest && (this.#host.checkVisibility?.() ?? true);
  }
  get coverage(): Coverage | null {
    return (this.value !== undefined && this.#options.coverage?.(this.value)) || null;
  }

  /**
   * Settles when the element may update: with the other parts, if they are waited for, and not before it is seen. All that were waited for
   * `measure` before the first of them renders, since sizes that are read between two renderings cost a layout each.
   */
  async untilTurn(measure?: () => void): Promise<void> {
    const held = this.#controller.rest ?? this.#group?.held;
    await held;
    if (!held) return;
    measure?.();
    await Promise.resolve();
  }

  /** Whether this element tells of a failure, its own or one of loading; false: another one, which can be seen, does. */
  tells(failure: ErrorData): boolean {
    return this.#group?.isTeller(this, failure) ?? true;
  }

  readonly update = (): void => this.#host.requestUpdate();

  /** Asks again, whatever changed or not. */
  refresh(): void {
    this.#version++;
    this.#host.requestUpdate();
  }

  /** For a button: lets the store try again what failed, and asks again, together with those that failed too. */
  readonly retry = (): void => {
    const { store } = this.#controller;
    const failed = this.#group?.failed ?? [this];
    void store?.retry().catch(toldElsewhere); // The store's status tells of it.
    for (const member of failed) member.askAgain();
  };

  askAgain(): void {
    this.#fail(null);
    this.refresh();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#version++;
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#task.abort(new AuditError(ErrorCode.cancelled, 'The element left the page.'));
    this.#settled();
    this.#askAgain = false;
  }

  /**
   * The engine works while the page renders: the question is put before any element updates, but after all of them know of the change. The
   * store says that data changed when all know; an element that was put aside hears of the view alone.
   */
  #askAtOnce(): void {
    this.#viewChanged = true;
    this.#askDue = true;
    queueMicrotask(this.#askNow);
  }

  readonly #askNow = (): void => {
    const { store, rest } = this.#controller;
    if (!this.#askDue) return;
    this.#askDue = false;
    if (!this.#connected || !store || rest) return;
    if (this.#options.args?.(store) !== null) this.#group?.begin(this);
    // How it ends is told by the value or the error.
    void this.#task.run().catch(() => {});
  };

  async #run(store: ActivityStore, signal: AbortSignal): Promise<Value> {
    const about = this.#options.about?.(store);
    if (about !== this.#about) {
      this.#about = about;
      this.#value = undefined;
      this.#fail(null);
    }
    this.#running = true;
    this.#newQuestion ||= this.#viewChanged;
    this.#viewChanged = false;
    this.#askAgain = false;
    this.#slowTimer ??= setTimeout(() => {
      this.#slow = true;
      this.#host.requestUpdate();
    }, showPendingAfterMs);
    try {
      const value = await this.#options.ask(store, signal);
      if (signal.aborted) return value;
      this.#value = value;
      this.#fail(null);
      this.#options.onValue?.(value);
      this.#settled();
      return value;
    } catch (thrown) {
      if (!signal.aborted) {
        const error =
          thrown instanceof AuditError
            ? thrown
            : new AuditError(ErrorCode.internal, 'The question could not be answered.', {
                cause: thrown,
                retryable: true,
              });
        if (!isSilent(error)) {
          this.#fail(error);
          // What is at hand answers another question of the person: nothing may take its numbers for this one's.
          if (this.#newQuestion) this.#value = undefined;
        }
        this.#settled();
      }
      throw thrown;
    }
  }

  #settled(): void {
    this.#running = false;
    this.#group?.end(this);
    this.#newQuestion = false;
    clearTimeout(this.#slowTimer);
    this.#slowTimer = undefined;
    if (this.#slow) {
      this.#slow = false;
      this.#host.requestUpdate();
    }
    if (this.#askAgain) {
      this.#askAgain = false;
      this.refresh();
    }
  }

  #dataChanged(): void {
    if (this.#askDue) this.#askNow();
    else if (this.#running && !this.#viewChanged) this.#askAgain = true;
    else this.refresh();
  }

  /** An engine that came back answers what failed while it was away. */
  #statusChanged(): void {
    const failure = this.#controller.store?.failure ?? null;
    if (failure && !isSilent(failure)) {
      this.#fail(failure);
      this.#engineFailed = true;
    } else if (!failure && this.#engineFailed) {
      this.#engineFailed = false;
      this.askAgain();
    }
  }

  #fail(error: AuditError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    this.#group?.changed();
  }

  #forget(): void {
    this.#value = undefined;
    this.#askAgain = false;
    this.#askDue = false;
    this.askAgain();
  }
}
