import type { Activity } from '../../src/model/activity.js';
import type { Revision } from '../../src/model/units.js';
import { NotResident, type Batch, type BatchNeed } from './batch.js';

/** Something that keeps being missing is a mistake of ours, not a reason to go on for ever. */
const mostTries = 10_000;

/** Afterwards the needs of these batches are in memory, but for batches that are lost. */
export type Bring = (batches: Iterable<Batch>, needs: readonly BatchNeed[]) => Promise<void>;

/** The newest activities of all, newest first, of one moment. */
export interface NewestActivities {
  readonly revision: Revision;
  readonly activities: readonly Activity[];
}

/** What of the held batches is in memory, and the way there for the rest. */
export class Residence {
  /** As they were kept beside the batches. */
  newest: NewestActivities | null = null;
  private bringing: Bring | null = null;
  private users = 0;
  private relieve: () => void = () => {};

  /** `relieve` runs whenever nobody uses columns any more. */
  readFrom(bringing: Bring, relieve: () => void): void {
    this.bringing = bringing;
    this.relieve = relieve;
  }

  get inUse(): boolean {
    return this.users > 0;
  }

  /** Nothing that is in memory goes while the work is under way. */
  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    this.users += 1;
    try {
      return await work();
    } finally {
      this.users -= 1;
      if (this.users === 0) this.relieve();
    }
  }

  /**
   * Does the work, and again whenever it finds something missing that could be brought. Columns and times are brought for all `batches` then,
   * everything else for the one batch. Work that begins anew at a fresh moment passes `renewed`: then a batch that is lost is no reason to stop.
   * @throws NotResident where a batch is lost.
   */
  async retrying<Value>(
    batches: () => Iterable<Batch>,
    work: () => Value | Promise<Value>,
    renewed = false,
  ): Promise<Value> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work();
      } catch (thrown) {
        if (!(thrown instanceof NotResident) || tries === mostTries) throw thrown;
        const { batch, need } = thrown;
        const isOfAll = need.kind === 'times' || need.kind === 'column';
        await this.bring(new Set(isOfAll ? [batch, ...batches()] : [batch]), [need]);
        if (!renewed && batch.missingParts(need).length > 0) throw thrown;
      }
    }
  }

  /** Where nothing is stored, nothing is missing. */
  readonly bring: Bring = async (batches, needs) => this.bringing?.(batches, needs);
}
