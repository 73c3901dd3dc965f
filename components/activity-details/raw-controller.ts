import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { RawEvent } from '../../src/store/export-format.js';

export type RawState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly error: AuditError }
  | { readonly kind: 'there'; readonly event: RawEvent };

/** Fetches the raw event when it is wanted, and only then; lets go of it with the activity. */
export class RawController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #state: RawState = { kind: 'closed' };
  #activityId: string | null = null;
  #control: AbortController | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get state(): RawState {
    return this.#state;
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Another activity: what was opened of the last one is closed. */
  follow(activityId: string | null): void {
    if (activityId !== this.#activityId) this.close();
    this.#activityId = activityId;
  }

  close(): void {
    this.#control?.abort();
    this.#control = null;
    this.#set({ kind: 'closed' });
  }

  async open(store: ActivityStore, activityId: string): Promise<void> {
    this.close();
    this.#activityId = activityId;
    const control = new AbortController();
    this.#control = control;
    this.#set({ kind: 'pending' });
    try {
      const event = await store.raw(activityId, { signal: control.signal });
      if (!control.signal.aborted) this.#set({ kind: 'there', event });
    } catch (thrown) {
      if (control.signal.aborted) return;
      const error =
        thrown instanceof AuditError
          ? thrown
          : new AuditError(ErrorCode.internal, 'The raw event could not be shown.', { cause: thrown });
      this.#set({ kind: 'failed', error });
    }
  }

  #set(state: RawState): void {
    if (state.kind === 'closed' && this.#state.kind === 'closed') return;
    this.#state = state;
    this.#host.requestUpdate();
  }
}
