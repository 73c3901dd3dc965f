import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { NotResident, type Batch, type BatchNeed } from './batch.js';
import type { Dictionaries } from './dictionary.js';
import type { PartContent, StoredBatch } from './stored-batch.js';

export interface PartRequest {
  /** The batch's name in the cache. */
  readonly batch: string;
  readonly part: string;
}

/** Where parts come from. */
export interface PartSource {
  /** In the order asked; null for what is lost or damaged. */
  read(requests: readonly PartRequest[]): Promise<readonly (Uint8Array | null)[]>;
  /**
   * What a part's bytes say; this room's `readPart`, which is loaded with the cache.
   * @throws AuditError `storage` where they are not this part of this batch.
   */
  unpack(stored: StoredBatch, part: string, bytes: Uint8Array, dictionaries: Dictionaries): PartContent;
  /** A part of the batch is lost: it is not among those held any more when this returns. */
  lost(batch: Batch): void;
}

/** Parts read in one go: bounds what lies in memory twice. */
const partsAtOnce = 512;
/** Something that keeps being missing is a mistake of ours, not a reason to go on for ever. */
const mostTries = 10_000;

interface Wanted {
  readonly batch: Batch;
  readonly stored: StoredBatch;
  readonly part: string;
}

/** What of the held batches is in memory, and the way there for the rest. */
export class Residence {
  private source: PartSource | null = null;
  private users = 0;
  private relieve: () => void = () => {};

  constructor(private readonly dictionaries: () => Dictionaries) {}

  /** `relieve` runs whenever nobody uses columns any more. */
  readFrom(source: PartSource, relieve: () => void): void {
    this.source = source;
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
    for (let tries = 0; tries < mostTries; tries += 1) {
      try {
        return await work();
      } catch (thrown) {
        if (!(thrown instanceof NotResident)) throw thrown;
        const { batch, need } = thrown;
        const isOfAll = need.kind === 'times' || need.kind === 'column';
        await this.bring(new Set(isOfAll ? [batch, ...batches()] : [batch]), [need]);
        if (!renewed && batch.missingParts(need).length > 0) throw thrown;
      }
    }
    throw new AuditError(ErrorCode.internal, 'What is stored could not be read.', { detail: 'too many tries' });
  }

  /** Afterwards the needs of these batches are in memory, but for batches that are lost. */
  async bring(batches: Iterable<Batch>, needs: readonly BatchNeed[]): Promise<void> {
    const wanted: Wanted[] = [];
    for (const batch of batches) {
      const stored = batch.storedForm;
      if (!stored) continue;
      const parts = new Set(needs.flatMap((need) => batch.missingParts(need)));
      for (const part of parts) wanted.push({ batch, stored, part });
    }
    for (let from = 0; from < wanted.length; from += partsAtOnce)
      await this.read(wanted.slice(from, from + partsAtOnce));
  }

  private async read(wanted: readonly Wanted[]): Promise<void> {
    const { source } = this;
    const dictionaries = this.dictionaries();
    const parts = source
      ? await source.read(wanted.map(({ stored, part }) => ({ batch: stored.id, part })))
      : wanted.map(() => null);
    // Everything was erased meanwhile: these batches are nobody's any more.
    if (this.dictionaries().codes !== dictionaries.codes) return;
    const lost = new Set<Batch>();
    wanted.forEach(({ batch, stored, part }, at) => {
      // Stored elsewhere meanwhile, in other codes.
      if (batch.storedForm !== stored) return;
      const bytes = parts[at];
      try {
        if (bytes) batch.fill(source!.unpack(stored, part, bytes, this.dictionaries()));
        else lost.add(batch);
      } catch (thrown) {
        if (!(thrown instanceof AuditError)) throw thrown;
        lost.add(batch);
      }
    });
    for (const batch of lost) source?.lost(batch);
  }
}
