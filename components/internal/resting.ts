interface Rest {
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/**
 * Elements that are kept as they are while something else is in their place: they hear of no change, ask nothing and draw nothing until they are
 * seen again. Who puts them aside says so; what is only scrolled away, or in a hidden tab of the host's, goes on as it is.
 */
const resting = new WeakMap<Element, Rest>();

/** The rest of the element has ended. Does not bubble. */
export const awakeEvent = 'activity-awake';

/** Settles when an element that is put aside is seen again; null where it is not put aside. */
export const restOf = (element: Element): Promise<void> | null => resting.get(element)?.ended ?? null;

/** Whoever is put aside loses the focus without leaving what it stands on: it hears of that neither. */
const unheard = (event: Event): void => event.stopPropagation();

/** Before the element can no longer be seen, and as soon as it can be seen again. */
export function rest(element: Element | null | undefined, on: boolean): void {
  const known = element && resting.get(element);
  if (!element || Boolean(known) === on) return;
  for (const type of ['blur', 'focusout'])
    element[on ? 'addEventListener' : 'removeEventListener'](type, unheard, { capture: true });
  if (known) {
    resting.delete(element);
    known.end();
    element.dispatchEvent(new Event(awakeEvent));
  } else {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    resting.set(element, { ended, end });
  }
}
