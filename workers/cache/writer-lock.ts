/** Which of several tabs writes. */
export interface WriterLock {
  readonly held: boolean;
  /** Resolves when this tab gets the lock later on; at once never, if it had it from the start or gave it up. */
  readonly acquired: Promise<void>;
  release(): void;
}

/** Asks for the lock and waits only for the answer "yes, or somebody else has it"; the lock itself may come later. */
export async function becomeWriter(name: string): Promise<WriterLock> {
  // Without locks (old engines, some frames) every tab writes: duplicates are merged by id on reading.
  if (!globalThis.navigator?.locks) return { held: true, acquired: new Promise(() => {}), release: () => {} };
  const control = new AbortController();
  let held = false;
  let release = (): void => {};
  const untilReleased = new Promise<void>((resolve) => (release = resolve));
  let becameWriter = (): void => {};
  const acquired = new Promise<void>((resolve) => (becameWriter = resolve));

  const first = await new Promise<boolean>((answer) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        held = lock !== null;
        answer(held);
        return held ? untilReleased : undefined;
      })
      .catch(() => answer(false));
  });
  if (!first)
    navigator.locks
      .request(name, { signal: control.signal }, () => {
        held = true;
        becameWriter();
        return untilReleased;
      })
      .catch(() => {});
  return {
    get held() {
      return held;
    },
    acquired,
    release: () => {
      held = false;
      control.abort();
      release();
    },
  };
}
