import type { AuditError, ErrorData } from '../../src/model/audit-error.js';
import type { ActivityStore } from '../../src/store/activity-store.js';

/** For so long a fast engine is waited for, so that all parts change in one frame; a slower one is shown to be at work. */
const holdMs = 40;

export interface AnswerMember {
  /** What several have to tell is told by the one of the highest rank. */
  readonly rank: number;
  readonly error: AuditError | null;
  /** Whether a person can see it: what is told in a closed tab is not told. */
  readonly isSeen: boolean;
  /** What another member tells is different now. */
  readonly update: () => void;
  /** Puts its question once more. */
  askAgain(): void;
}

/**
 * The parts of one view that put questions when the person changes it. What they render waits, for a moment, until all of them have their
 * answers: graph, groups and list then change in one frame, and none of them renders what is out of date already. What makes all of them fail
 * is told by one.
 */
export class AnswerGroup {
  readonly #members = new Set<AnswerMember>();
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

  get failed(): readonly AnswerMember[] {
    return [...this.#members].filter(({ error }) => error);
  }

  /** Whether no member above this one tells the same; a failure that is not the member's own is one of loading, which all know of. */
  isTeller(member: AnswerMember, { message }: ErrorData): boolean {
    return ![...this.#members].some(
      ({ rank, error, isSeen }) => rank > member.rank && isSeen && (!member.error || error?.message === message),
    );
  }

  join(member: AnswerMember): void {
    this.#members.add(member);
    this.changed();
  }

  leave(member: AnswerMember): void {
    this.end(member);
    this.#members.delete(member);
    this.changed();
  }

  /** Whoever tells, or what there is to tell. */
  changed(): void {
    for (const { update } of this.#members) update();
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
