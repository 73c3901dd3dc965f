import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { repeatAttributes } from '../../src/model/repeats.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { Grouping, type BatchPaths, type PathNode } from './grouping.js';
import type { Selection } from './selection.js';
import { ValueLabels } from './value-labels.js';

/** All activities of a data source that repeat each other. */
export interface Identity {
  readonly type: ActivityType;
  readonly node: PathNode;
}

/** Which activities repeat each other, per batch once; and names for them that stay while their values do. */
export class FoldIdentities {
  private readonly byType = new Map<ActivityType, Grouping>();
  private readonly byName = new Map<string, Identity>();
  private readonly namedUpTo = new Map<ActivityType, PathNode>();

  constructor(readonly dictionaries: Dictionaries) {
    for (const type of activityTypes) {
      const names = repeatAttributes[type];
      if (names) this.byType.set(type, new Grouping(names.map((name) => new ValueLabels(name))));
    }
  }

  /** null: none of them repeats another one. */
  ofBatch({ uid, batch }: Selection): BatchPaths | null {
    return this.byType.get(batch.type)?.of(uid, batch, this.dictionaries) ?? null;
  }

  /** Every node of the data source is below it. */
  nodes(type: ActivityType): number {
    return this.byType.get(type)?.parents.length ?? 0;
  }

  /** Forgets the batches of these data sources that are not among the given ones. */
  keepOnly(selections: readonly Selection[]): void {
    for (const [type, grouping] of this.byType) {
      const uids = new Set(selections.filter(({ batch }) => batch.type === type).map(({ uid }) => uid));
      if (uids.size > 0) grouping.keepOnly(uids);
    }
  }

  nameOf(identity: Identity): string {
    const name = this.compute(identity);
    this.byName.set(name, identity);
    return name;
  }

  /** What a name was given to; a name from an earlier engine is found by naming everything once. */
  find(name: string): Identity | undefined {
    const known = this.byName.get(name);
    if (known) return known;
    for (const [type, { parents }] of this.byType) {
      for (let node = this.namedUpTo.get(type) ?? 0; node < parents.length; node += 1) this.nameOf({ type, node });
      this.namedUpTo.set(type, parents.length);
    }
    return this.byName.get(name);
  }

  private compute({ type, node }: Identity): string {
    const { parents, labels, levels } = this.byType.get(type)!;
    const path: number[] = [];
    for (let at = node; at !== 0; at = parents[at]!) path.push(labels[at]!);
    // Paths that stop half-way are steps to identities, not identities: they get names too, which nothing asks for.
    return foldName(
      type,
      path.reverse().map((label, level) => levels[level]!.text(label)),
    );
  }
}

/** 64 bits of the values, as text. Two folds of one name would open together; no number depends on it. */
export function foldName(type: ActivityType, values: readonly (string | null)[]): string {
  let high = 0x811c9dc5;
  let low = 0x9747b28c;
  const mix = (unit: number): void => {
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (low >>> 15), 0x85ebca6b);
  };
  for (const text of [type, ...values]) {
    mix(text === null ? -1 : text.length);
    for (let at = 0; text !== null && at < text.length; at += 1) mix(text.charCodeAt(at));
  }
  const hex = (word: number): string => ((word ^ (word >>> 13)) >>> 0).toString(16).padStart(8, '0');
  return hex(high) + hex(low);
}
