import type { Batch } from './batch.js';
import type { Column } from './column.js';
import type { Dictionaries, Dictionary } from './dictionary.js';
import type { HeldBatches } from './held-batches.js';
import type { Residence } from './stored-residence.js';

/** Values made ready to be found between two pauses. */
const stretch = 16_384;

/** Lets other work in. */
export type Pause = () => Promise<void>;

/** What of the holdings this works on. */
export interface ValueHolder {
  readonly held: HeldBatches;
  readonly residence: Residence;
  readonly dictionaries: () => Dictionaries;
  /** Seals what is open, so that batches hold all codes. */
  readonly flush: () => void;
  /** What is coded from now on is coded by these. */
  readonly replace: (dictionaries: Dictionaries) => void;
  /** Smaller dictionaries are not worth it. */
  readonly fewValues: number;
}

/** Finds values that no activity has any more, and lets go of them. Codes stay what they are: batches need not be touched, nor what is on disk. */
export class DeadValues {
  /** Activities that went since values were last looked at. */
  private dropped = 0;
  private working = false;

  constructor(private readonly holder: ValueHolder) {}

  clear(): void {
    this.dropped = 0;
  }

  /** So many activities went. */
  drop(activities: number): void {
    this.dropped += activities;
  }

  /**
   * Once as many activities went as are there, in steps with pauses: that way it costs a little per activity, and no dictionary is much more
   * than twice what it need be. Gives true where values went.
   */
  async collect(pause: Pause): Promise<boolean> {
    const { held, dictionaries } = this.holder;
    if (this.working || this.dropped === 0 || this.dropped < held.activities) return false;
    this.working = true;
    try {
      const before = this.dropped;
      const rest = await this.rest(dictionaries(), pause);
      if (!rest) return false;
      this.dropped -= before;
      for (const dictionary of rest) while (dictionary.enter(stretch)) await pause();
      return rest.length > 0;
    } finally {
      this.working = false;
    }
  }

  /** Dictionaries that are smaller now; null where something came in between. */
  private async rest(dictionaries: Dictionaries, pause: Pause): Promise<readonly Dictionary[] | null> {
    const { held, residence, fewValues } = this.holder;
    const used = new Map<string, Uint8Array>();
    for (const name of dictionaries.names()) {
      const dictionary = dictionaries.of(name);
      if (dictionary.held >= fewValues) used.set(name, new Uint8Array(dictionary.size));
    }
    if (used.size === 0) return [];
    const seen = new Set<number>();
    const lookAt = (batch: Batch): void => {
      for (const [name, codes] of used) mark(batch.column(name), codes);
    };
    for (let next = held.unseen(seen); next; next = held.unseen(seen)) {
      const { uid, batch } = next;
      seen.add(uid);
      await residence.during(async () => {
        await residence.bring(
          [batch],
          Array.from(used.keys(), (name) => ({ kind: 'column', name }) as const),
        );
        if (held.holds(uid)) lookAt(batch);
      });
      await pause();
      if (this.holder.dictionaries() !== dictionaries) return null;
    }
    // From here on in one go: nothing may be coded meanwhile.
    this.holder.flush();
    const names = [...used.keys()];
    for (const { uid, batch } of held.sealed()) {
      if (seen.has(uid)) continue;
      if (names.some((name) => batch.missingParts({ kind: 'column', name }).length > 0)) return null;
      lookAt(batch);
    }
    const smaller = new Map<string, Dictionary>();
    for (const [name, codes] of used) {
      const dictionary = dictionaries.of(name);
      let dead = 0;
      for (let code = 1; code < codes.length; code += 1) if (codes[code] === 0 && dictionary.has(code)) dead += 1;
      // Codes from `codes.length` on came while this looked: whoever brought them has them.
      if (dead * 2 > dictionary.held)
        smaller.set(
          name,
          dictionary.without((code) => code >= codes.length || codes[code] === 1),
        );
    }
    if (smaller.size > 0) this.holder.replace(dictionaries.replaced(smaller));
    return [...smaller.values()];
  }
}

function mark(column: Column | undefined, used: Uint8Array): void {
  const codes = column?.codes?.codes;
  for (let at = 0; codes && at < codes.length; at += 1) if (codes[at]! < used.length) used[codes[at]!] = 1;
}
