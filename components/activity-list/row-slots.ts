/**
 * Which element shows which line. A line keeps its element as long as it is drawn, so that nothing changes under a pointer or a selection.
 * Where none of the lines stays, as behind a dragged thumb or another filter, the elements are filled anew where they are, which costs less
 * than making others. Where some stay, making the few that come in costs less than moving elements from one end to the other.
 */
export class RowSlots {
  #slots: ReadonlyMap<string | number, number> = new Map();
  #made = 0;

  /** `keys` are of the lines that are drawn now from top to bottom, each once; gives the slot of each. */
  assign(keys: readonly (string | number)[]): readonly number[] {
    const before = this.#slots;
    const free = keys.some((key) => before.has(key)) ? [] : [...before.values()].reverse();
    const slots = new Map<string | number, number>();
    for (const key of keys) slots.set(key, before.get(key) ?? free.pop() ?? this.#made++);
    this.#slots = slots;
    return [...slots.values()];
  }
}
