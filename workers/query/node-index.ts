import type { Label } from './value-labels.js';

/**
 * Finds the child of a node by its label. Open addressing over the arrays that hold the nodes: a Map of as many pairs would take several
 * times the memory, and end at 2^24 of them.
 */
export class NodeIndex {
  /** Nodes by hash; 0, the root, is nobody's child and stands for a free slot. */
  private slots = new Int32Array(1024);

  constructor(
    private readonly parents: readonly number[],
    private readonly labels: readonly Label[],
  ) {}

  /** 0 where there is none. */
  find(parent: number, label: Label): number {
    const { slots, parents, labels } = this;
    const last = slots.length - 1;
    let at = hashOf(parent, label) & last;
    for (;;) {
      const node = slots[at]!;
      if (node === 0 || (labels[node] === label && parents[node] === parent)) return node;
      at = (at + 1) & last;
    }
  }

  /** Takes the node in that the arrays got last. */
  addLast(): void {
    const node = this.parents.length - 1;
    if (node * 2 > this.slots.length) this.grow();
    else this.put(node);
  }

  private put(node: number): void {
    const { slots } = this;
    const last = slots.length - 1;
    let at = hashOf(this.parents[node]!, this.labels[node]!) & last;
    while (slots[at] !== 0) at = (at + 1) & last;
    slots[at] = node;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let node = 1; node < this.parents.length; node += 1) this.put(node);
  }
}

function hashOf(parent: number, label: Label): number {
  const hash = Math.imul(Math.imul(label, 0x85ebca6b) ^ parent, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
