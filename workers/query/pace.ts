import { AuditError, ErrorCode } from '../../src/model/audit-error.js';

export interface AnswerControl {
  /** Work stops soon after it aborts; the answer is refused with its reason. */
  readonly signal?: AbortSignal;
  /** Lets messages in; called whenever some 10 ms were worked. */
  readonly yieldNow?: () => Promise<void>;
}

const sliceMs = 10;

/** Cuts long work into slices between which messages get in. */
export class Pace {
  private sliceEndMs = performance.now() + sliceMs;

  constructor(private readonly control: AnswerControl) {
    this.stopIfAborted();
  }

  /** True where it is time for `rest`. */
  get due(): boolean {
    return performance.now() >= this.sliceEndMs;
  }

  /** @throws AuditError `cancelled`, or what the signal was aborted with. */
  async rest(): Promise<void> {
    await this.control.yieldNow?.();
    this.stopIfAborted();
    this.sliceEndMs = performance.now() + sliceMs;
  }

  private stopIfAborted(): void {
    const { signal } = this.control;
    if (!signal?.aborted) return;
    const reason: unknown = signal.reason;
    throw reason instanceof AuditError ? reason : new AuditError(ErrorCode.cancelled, 'The question was taken back.');
  }
}
