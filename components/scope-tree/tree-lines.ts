/** From the engine's tree to the lines that are seen: which nodes are open, in which order, and what a search leaves. */
import type { Scope, Tree, TreeNode } from '../../src/model/query.js';
import type { SiblingOrder } from './sibling-order.js';

/** One line of the tree. The root, everything, is level 1. */
export interface TreeLine {
  /** The path; the same in every answer. */
  readonly key: string;
  readonly parent: TreeLine | null;
  /** null: the root. */
  readonly attribute: string | null;
  /** null: the attribute has no value (or this is the root). */
  readonly value: string | null;
  readonly count: number;
  readonly level: number;
  /** From 1, among `setSize` siblings. */
  readonly position: number;
  readonly setSize: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Found by the search. */
  readonly found: boolean;
}

export const rootKey = '';

/** JSON keeps the value called "null" apart from having none. */
export function childKey(parentKey: string, value: string | null): string {
  return `${parentKey}/${JSON.stringify(value)}`;
}

export function keyOfScope(scope: Scope): string {
  return scope.reduce((key, { value }) => childKey(key, value), rootKey);
}

export function scopeOf(line: TreeLine): Scope {
  const steps = [];
  for (let at: TreeLine | null = line; at; at = at.parent) {
    if (at.attribute !== null) steps.unshift({ attribute: at.attribute, value: at.value });
  }
  return steps;
}

/** The key of the scope's node, or null where the scope goes by other attributes than the tree. */
export function keyInTree(scope: Scope, attributes: readonly string[]): string | null {
  return scope.every(({ attribute }, at) => attribute === attributes[at]) ? keyOfScope(scope) : null;
}

/** What a search finds in one answer. */
export interface TreeSearch {
  readonly found: ReadonlySet<TreeNode>;
  /** Nodes with something found below them. */
  readonly above: ReadonlySet<TreeNode>;
}

/** `nameOf` is what the person sees of a node. null: nothing is searched for. */
export function searchTree(
  tree: Tree,
  search: string,
  nameOf: (attribute: string, value: string | null) => string,
): TreeSearch | null {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return null;
  const found = new Set<TreeNode>();
  const above = new Set<TreeNode>();
  const visit = (nodes: readonly TreeNode[], depth: number): boolean => {
    let any = false;
    const attribute = tree.attributes[depth] ?? '';
    for (const node of nodes) {
      const name = node.value || nameOf(attribute, node.value);
      const hit = name.toLowerCase().includes(wanted);
      if (hit) found.add(node);
      const below = visit(node.children, depth + 1);
      if (below) above.add(node);
      any ||= hit || below;
    }
    return any;
  };
  visit(tree.roots, 0);
  return { found, above };
}

export interface LineOptions {
  readonly order: SiblingOrder;
  /** What the person chose; undefined: nothing yet. */
  readonly isOpen: (key: string) => boolean | undefined;
  readonly search: TreeSearch | null;
}

/** In the order in which they are seen. */
export function treeLines(tree: Tree, { order, isOpen, search }: LineOptions): readonly TreeLine[] {
  const root: TreeLine = {
    key: rootKey,
    parent: null,
    attribute: null,
    value: null,
    count: tree.total,
    level: 1,
    position: 1,
    setSize: 1,
    expandable: tree.roots.length > 0,
    expanded: tree.roots.length > 0 && isOpen(rootKey) !== false,
    found: false,
  };
  const lines = [root];
  const add = (nodes: readonly TreeNode[], parent: TreeLine, opensAlone: boolean, all: boolean): void => {
    const kept = !search || all ? nodes : nodes.filter((node) => search.found.has(node) || search.above.has(node));
    const sorted = order.sort(parent.key, kept);
    sorted.forEach((node, at) => {
      const key = childKey(parent.key, node.value);
      const expandable = node.children.length > 0;
      // Where there is only one way to go, it is gone at once.
      const alone = opensAlone && nodes.length === 1;
      const open = isOpen(key) ?? (search ? search.above.has(node) : alone);
      const found = search?.found.has(node) ?? false;
      const line: TreeLine = {
        key,
        parent,
        attribute: tree.attributes[parent.level - 1] ?? '',
        value: node.value,
        count: node.count,
        level: parent.level + 1,
        position: at + 1,
        setSize: sorted.length,
        expandable,
        expanded: expandable && open,
        found,
      };
      lines.push(line);
      if (line.expanded) add(node.children, line, alone, all || found);
    });
  };
  if (root.expanded) add(tree.roots, root, true, false);
  return lines;
}

/** Entities of a tree, on all levels. */
export function countEntities(nodes: readonly TreeNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + countEntities(node.children), 0);
}
