const dismissed = '[popover]:not([popover="manual"])';

const hasOpen = (root: ParentNode): boolean =>
  root.querySelector(`${dismissed}:popover-open`) !== null ||
  [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && hasOpen(shadowRoot));

/**
 * Whether an Escape is meant for something nearer than `view`: an input method, or a popover of the view or the page, which the browser closes
 * once the key was heard, wherever the focus is.
 */
export function isForNearer(event: KeyboardEvent, view: ParentNode): boolean {
  return (
    event.isComposing ||
    event.composedPath().some((target) => target instanceof Element && target.matches(dismissed)) ||
    document.querySelector(`${dismissed}:popover-open`) !== null ||
    hasOpen(view)
  );
}
