import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { ExportFormat, ExportProgress, ExportResult } from '../../src/store/exporting.js';

export interface MadeFile extends ExportResult {
  /** Of the moment at which the picture was taken. */
  readonly coverage: Coverage;
}

export type RunState =
  | { readonly kind: 'idle' }
  /** `progress` is null until the picture is taken. */
  | { readonly kind: 'running'; readonly progress: ExportProgress | null }
  | { readonly kind: 'failed'; readonly error: AuditError }
  | { readonly kind: 'done'; readonly made: MadeFile };

export interface RunOptions {
  readonly format: ExportFormat;
  readonly byteOrderMark: boolean;
}

/**
 * One export at a time, from its start to its file. A file of something else than what is looked at is put aside: it can still be saved, and is
 * never taken for the answer to the question of now.
 */
export class ExportRun implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #ended: (state: RunState) => void;
  #state: RunState = { kind: 'idle' };
  #control: AbortController | null = null;
  #earlier: MadeFile | null = null;
  #viewLeft = false;

  /** `ended` is told once of each run: done, failed, or (idle) stopped. */
  constructor(host: ReactiveControllerHost, ended: (state: RunState) => void) {
    this.#host = host;
    this.#ended = ended;
    host.addController(this);
  }

  get state(): RunState {
    return this.#state;
  }

  /** What was made of another view, or looked at before; null: nothing. */
  get earlier(): MadeFile | null {
    return this.#earlier;
  }

  hostDisconnected(): void {
    this.stop();
    this.#earlier = null;
    this.#set({ kind: 'idle' });
  }

  async start(store: ActivityStore, options: RunOptions): Promise<void> {
    this.stop();
    const control = new AbortController();
    this.#control = control;
    this.#viewLeft = false;
    this.#set({ kind: 'running', progress: null });
    let coverage: Coverage | undefined;
    let state: RunState;
    try {
      const result = await store.export({
        ...options,
        signal: control.signal,
        onProgress: (progress) => {
          ({ coverage } = progress);
          if (!control.signal.aborted) this.#set({ kind: 'running', progress });
        },
      });
      if (!coverage) throw new TypeError('An export tells of its progress.');
      state = { kind: 'done', made: { ...result, coverage } };
    } catch (thrown) {
      const error =
        thrown instanceof AuditError
          ? thrown
          : new AuditError(ErrorCode.internal, 'The export failed.', { cause: thrown });
      state = { kind: 'failed', error };
    }
    if (control.signal.aborted) return;
    this.#control = null;
    if (state.kind === 'done') this.#earlier = null;
    this.#set(state);
    if (this.#viewLeft) this.setAside();
    this.#ended(state);
  }

  /** Something else is looked at now than what the file is, or will be, of. */
  setAside(): void {
    this.#viewLeft = true;
    if (this.#state.kind !== 'done') return;
    this.#earlier = this.#state.made;
    this.#set({ kind: 'idle' });
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

/** Undefined before the number of rows is known. */
export function shareOf(progress: ExportProgress | null): number | undefined {
  if (!progress) return undefined;
  return progress.rows === 0 ? 1 : progress.rowsDone / progress.rows;
}
