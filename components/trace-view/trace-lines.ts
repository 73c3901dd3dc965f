import type { Activity, ActivityType } from '../../src/model/activity.js';
import type { TraceCertainty, TraceRow } from '../../src/model/trace.js';
import type { SessionMark, TraceFold, TraceItem, TraceNode, TraceTree } from './trace-tree.js';

interface LineBase {
  /** Names the line while the trace is the same. */
  readonly key: string;
  /** From 1, as treegrids count. */
  readonly level: number;
  /** Key of the line above it in the tree. */
  readonly parentKey: string | null;
  readonly position: number;
  readonly setSize: number;
  /** null: nothing lies below it. */
  readonly open: boolean | null;
  /** There only because something below it matches. */
  readonly dimmed: boolean;
}
export interface RowLine extends LineBase {
  readonly kind: 'row';
  readonly node: TraceNode;
}
export interface FoldLine extends LineBase {
  readonly kind: 'fold';
  readonly fold: TraceFold;
}
export interface MarkLine extends LineBase {
  readonly kind: 'mark';
  readonly mark: SessionMark;
}
export type TraceLine = RowLine | FoldLine | MarkLine;

/** What the person folded and asked for. */
export interface LinesWanted {
  /** Ids of processes whose content is folded away. */
  readonly collapsed: ReadonlySet<string>;
  /** Keys of folds of repeats that are opened. */
  readonly unfolded: ReadonlySet<string>;
  /** Data sources and certainties left out. */
  readonly withoutTypes: ReadonlySet<ActivityType>;
  readonly withoutCertainties: ReadonlySet<TraceCertainty>;
  /** Whether a row is searched for; null: nothing is searched for. */
  readonly found: ((activity: Activity) => boolean) | null;
  /** Leaves out what is not found. */
  readonly onlyFound: boolean;
}

export interface TraceLines {
  readonly lines: readonly TraceLine[];
  /** Ids of the activities found, in the order of the tree, in folded places too. */
  readonly foundIds: readonly string[];
}

export const foldLineKey = (fold: TraceFold): string => `fold ${fold.key}`;
export const markLineKey = ({ kind, session }: SessionMark): string => `${kind} ${session.id}`;

interface Level {
  readonly items: readonly TraceItem[];
  readonly level: number;
  readonly parentKey: string | null;
  /** Lines are found but not shown below a folded line. */
  readonly shown: boolean;
  at: number;
  position: number;
}

/** The lines in their order. A trace can be as deep as it is long, hence no recursion. */
export function traceLines(tree: TraceTree, wanted: LinesWanted): TraceLines {
  const passes = ({ activity, attribution }: TraceRow): boolean =>
    !wanted.withoutTypes.has(activity.type) && !wanted.withoutCertainties.has(attribution.certainty);
  const isFound = (row: TraceRow): boolean => wanted.found === null || wanted.found(row.activity);
  const keeps = (row: TraceRow): boolean => passes(row) && (!wanted.onlyFound || isFound(row));
  const kept = keptNodes(tree, keeps);
  const lines: TraceLine[] = [];
  const foundIds: string[] = [];
  const find = ({ row }: TraceNode): void => {
    if (wanted.found !== null && passes(row) && isFound(row)) foundIds.push(row.activity.id);
  };
  const stack: Level[] = [{ items: tree.items, level: 1, parentKey: null, shown: true, at: 0, position: 0 }];
  for (let here = stack.at(-1); here; here = stack.at(-1)) {
    const item = here.items[here.at++];
    if (!item) {
      stack.pop();
      continue;
    }
    const place = {
      level: here.level,
      parentKey: here.parentKey,
      position: ++here.position,
      setSize: here.items.length,
    };
    if (item.mark) {
      if (here.shown)
        lines.push({ kind: 'mark', key: markLineKey(item.mark), mark: item.mark, open: null, dimmed: false, ...place });
    } else if (item.fold) {
      const nodes = item.fold.nodes.filter(({ row }) => keeps(row));
      for (const node of item.fold.nodes) find(node);
      if (nodes.length === 0) continue;
      const fold = { ...item.fold, nodes };
      const key = foldLineKey(fold);
      const open = wanted.unfolded.has(fold.key);
      if (here.shown)
        lines.push({ kind: 'fold', key, fold, open, dimmed: !nodes.some(({ row }) => isFound(row)), ...place });
      if (here.shown && open)
        for (const [at, node] of nodes.entries())
          lines.push({
            kind: 'row',
            key: node.row.activity.id,
            node,
            level: here.level + 1,
            parentKey: key,
            position: at + 1,
            setSize: nodes.length,
            open: null,
            dimmed: !isFound(node.row),
          });
    } else {
      const { node } = item;
      find(node);
      if (!kept.has(node)) continue;
      const { id } = node.row.activity;
      const inner = node.items.some((child) => hasKept(child, kept, keeps));
      const open = inner ? !wanted.collapsed.has(id) : null;
      if (here.shown)
        lines.push({ kind: 'row', key: id, node, open, dimmed: !keeps(node.row) || !isFound(node.row), ...place });
      if (inner)
        stack.push({
          items: node.items,
          level: here.level + 1,
          parentKey: id,
          shown: here.shown && open === true,
          at: 0,
          position: 0,
        });
    }
  }
  return { lines, foundIds };
}

function hasKept(item: TraceItem, kept: ReadonlySet<TraceNode>, keeps: (row: TraceRow) => boolean): boolean {
  if (item.node) return kept.has(item.node);
  return item.fold?.nodes.some(({ row }) => keeps(row)) ?? false;
}

/** What is kept itself, and what something kept lies below. */
function keptNodes(tree: TraceTree, keeps: (row: TraceRow) => boolean): ReadonlySet<TraceNode> {
  const kept = new Set<TraceNode>();
  for (const node of tree.nodes.values()) {
    if (!keeps(node.row)) continue;
    for (let above: TraceNode | null = node; above && !kept.has(above); above = above.parent) kept.add(above);
  }
  return kept;
}
