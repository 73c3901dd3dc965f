import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { ExportFormat, ExportProgress, ExportResult } from '../../src/store/exporting.js';

export type RunState =
  | { readonly kind: 'idle' }
  /** `progress` is null until the picture is taken. */
  | { readonly kind: 'running'; readonly progress: ExportProgress | null }
  | { readonly kind: 'failed'; readonly error: AuditError }
  | { readonly kind: 'done'; readonly result: ExportResult };

export interface RunOptions {
  readonly format: ExportFormat;
  readonly byteOrderMark: boolean;
}

/** One export at a time, from its start to its file. */
export class ExportRun implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #ended: (state: RunState) => void;
  #state: RunState = { kind: 'idle' };
  #control: AbortController | null = null;

  /** `ended` is told once of each run: done, failed, or (idle) stopped. */
  constructor(host: ReactiveControllerHost, ended: (state: RunState) => void) {
    this.#host = host;
    this.#ended = ended;
    host.addController(this);
  }

  get state(): RunState {
    return this.#state;
  }

  hostDisconnected(): void {
    this.stop();
    this.#set({ kind: 'idle' });
  }

  async start(store: ActivityStore, options: RunOptions): Promise<void> {
    this.stop();
    const control = new AbortController();
    this.#control = control;
    this.#set({ kind: 'running', progress: null });
    let state: RunState;
    try {
      const result = await store.export({
        ...options,
        signal: control.signal,
        onProgress: (progress) => {
          if (!control.signal.aborted) this.#set({ kind: 'running', progress });
        },
      });
      state = { kind: 'done', result };
    } catch (thrown) {
      const error =
        thrown instanceof AuditError
          ? thrown
          : new AuditError(ErrorCode.internal, 'The export failed.', { cause: thrown });
      state = { kind: 'failed', error };
    }
    if (control.signal.aborted) return;
    this.#control = null;
    this.#set(state);
    this.#ended(state);
  }

  stop(): void {
    if (!this.#control) return;
    this.#control.abort();
    this.#control = null;
    this.#set({ kind: 'idle' });
    this.#ended(this.#state);
  }

  /** Lets go of the file. */
  forget(): void {
    if (this.#state.kind !== 'running') this.#set({ kind: 'idle' });
  }

  #set(state: RunState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
