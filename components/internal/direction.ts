/** Reading direction, for what styles cannot turn around: keys, pointers, and what is placed by numbers. Time always runs to the right. */

export function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl';
}

const swapped: Readonly<Record<string, string>> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/**
 * The name that a key has where text runs to the right: there `ArrowRight` goes on and opens, `ArrowLeft` goes back and closes. `element` is
 * what the key walks through: values of an event run to the right in every language, as they do in the log they come from.
 */
export function inlineKey(key: string, element: Element): string {
  const other = swapped[key];
  return other !== undefined && isRightToLeft(element) ? other : key;
}
