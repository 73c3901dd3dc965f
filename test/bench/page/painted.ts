/** Tells when the parts of the view have been painted with another answer, by what a person can read in them. */
type PartOf = (tag: string) => ShadowRoot;

const readers: Readonly<Record<string, (part: PartOf) => string>> = {
  list: (part) => part('activity-list').querySelector('.scroller')?.getAttribute('aria-rowcount') ?? '',
  graph: (part) => part('frequency-graph').querySelector('.legend')?.textContent ?? '',
  picture: (part) =>
    [...part('frequency-graph').querySelectorAll('.plot path')].map((path) => path.getAttribute('d')).join(),
  groups: (part) => part('scope-tree').querySelector('[role="tree"]')?.textContent ?? '',
};

export interface Painting {
  /** Until the frame with the last of the parts was given to the screen. */
  readonly ms: number;
  readonly lastPart: string;
  /** Of each part: the beginning of the frame in which it was different. */
  readonly changedMs: Readonly<Record<string, number>>;
}

export class Painted {
  readonly #part: PartOf;
  readonly #before: ReadonlyMap<string, string>;

  constructor(part: PartOf) {
    this.#part = part;
    this.#before = this.#read();
  }

  get text(): string {
    return [...this.#read().values()].join('\n');
  }

  /** Nothing in the view says that it is busy, and the list has rows. */
  get isQuiet(): boolean {
    return !['activity-list', 'frequency-graph', 'scope-tree'].some((tag) =>
      this.#part(tag).querySelector('[aria-busy="true"]'),
    );
  }

  /** The time at which the frame with the last of the parts was given to the screen, counted from `startMs`. */
  async until(startMs: number): Promise<Painting> {
    const waiting = new Set(this.#before.keys());
    let lastPart = '';
    const changedMs: Record<string, number> = {};
    while (waiting.size > 0) {
      // A frame's callback runs before it is painted: what is different there is on the screen when the next task runs.
      await new Promise(requestAnimationFrame);
      const now = this.#read();
      for (const name of waiting)
        if (now.get(name) !== this.#before.get(name)) {
          waiting.delete(name);
          lastPart = name;
          changedMs[name] = performance.now() - startMs;
        }
      if (performance.now() - startMs > 5_000)
        throw new Error(`Not painted anew after 5 s: ${[...waiting].join(', ')}`);
    }
    await afterPaint();
    return { ms: performance.now() - startMs, lastPart, changedMs };
  }

  #read(): Map<string, string> {
    return new Map(Object.entries(readers).map(([name, read]) => [name, read(this.#part)]));
  }
}

/** A task that was posted in a frame's callback runs when the frame has been painted. */
function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}
