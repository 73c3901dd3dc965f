/** What one of several made; or what it ended with by throwing. */
export type Made<Item> =
  { readonly at: number; readonly item: Item } | { readonly at: number; readonly thrown: unknown };

/** Everything that several make, as it comes. One that throws ends alone; all end when nobody takes any more. */
export async function* merged<Item>(several: readonly AsyncIterable<Item>[]): AsyncGenerator<Made<Item>, void> {
  type Next = { readonly at: number; readonly result: IteratorResult<Item> } | Extract<Made<Item>, { thrown: unknown }>;
  const iterators = several.map((one) => one[Symbol.asyncIterator]());
  const waiting = new Map<number, Promise<Next>>();
  const ask = (at: number): void => {
    const next = iterators[at]!.next().then(
      (result): Next => ({ at, result }),
      (thrown: unknown): Next => ({ at, thrown }),
    );
    waiting.set(at, next);
  };
  iterators.forEach((_, at) => ask(at));
  try {
    while (waiting.size > 0) {
      const next = await Promise.race(waiting.values());
      const { at } = next;
      waiting.delete(at);
      if ('thrown' in next) yield next;
      else if (next.result.done !== true) {
        // Behind the others: whoever is quick does not keep them waiting.
        ask(at);
        yield { at, item: next.result.value };
      }
    }
  } finally {
    // One that hangs need not be waited for: the signal it was given ends it.
    for (const iterator of iterators) void iterator.return?.(undefined).then(undefined, () => {});
  }
}
