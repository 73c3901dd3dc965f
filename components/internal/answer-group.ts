import type { ActivityStore } from '../../src/store/activity-store.js';

/** For so long a fast engine is waited for, so that all parts change in one frame; a slower one is shown to be at work. */
const holdMs = 40;

/**
 * The parts of one view that put questions when the person changes it. What they render waits, for a moment, until all of them have their
 * answers: graph, groups and list then change in one frame, and none of them renders what is out of date already.
 */
export class AnswerGroup {
  readonly #asking = new Set<object>();
  #held: Promise<void> | null = null;
  #release: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Settles when everything that was asked is answered, or has taken too long; null: nothing to wait for. */
  get held(): Promise<void> | null {
    return this.#held;
  }

  begin(asker: object): void {
    this.#asking.add(asker);
    if (this.#held) return;
    this.#held = new Promise((resolve) => (this.#release = resolve));
    this.#timer = setTimeout(this.#end, holdMs);
  }

  /** Answered, failed, or asked no longer. */
  end(asker: object): void {
    if (this.#asking.delete(asker) && this.#asking.size === 0) this.#end();
  }

  readonly #end = (): void => {
    clearTimeout(this.#timer);
    this.#asking.clear();
    this.#release?.();
    this.#release = null;
    this.#held = null;
  };
}

const groups = new WeakMap<ActivityStore, AnswerGroup>();

export function answerGroup(store: ActivityStore): AnswerGroup {
  let group = groups.get(store);
  if (!group) groups.set(store, (group = new AnswerGroup()));
  return group;
}
