/** The size that lengths in pixels are thought for. */
const usualTextPx = 13;

/** How many times as large as usual the text of an element is: borders between layouts move with it. */
export function textScale(element: Element): number {
  return (Number.parseFloat(getComputedStyle(element).fontSize) || usualTextPx) / usualTextPx;
}
