import type { RowIndex } from '../../src/model/units.js';

/** Well below the tallest element that browsers can lay out. */
export const maxSpacerPx = 15_000_000;

/** So far from either end, positions are those of the scrollbar: in proportion, the last rows would be fractions of a pixel apart. */
const nearEndPx = 10_000;

/**
 * Where a list of rows of one height stands. Up to `maxSpacerPx` the scroll position is the position. Beyond, the scrollbar covers the whole
 * list in proportion but for its ends, while small movements (wheel, touch) still move by as many pixels as the person meant; what both drift apart is set
 * right when scrolling has ended.
 */
export class RowScroller {
  #total = 0;
  #rowPx = 28;
  #viewportPx = 0;
  #topPx = 0;
  #scrollTop = 0;
  #moved = false;
  #lead = 0;
  #trail = 0;

  get total(): number {
    return this.#total;
  }
  get rowPx(): number {
    return this.#rowPx;
  }
  get viewportPx(): number {
    return this.#viewportPx;
  }
  /** Position of the first visible pixel in the full list. */
  get topPx(): number {
    return this.#topPx;
  }
  /** What the scroll container must stand at. */
  get scrollTop(): number {
    return this.#scrollTop;
  }
  /** Whether the container has to be moved to `scrollTop`; until then its own position is out of date. */
  get hasMoved(): boolean {
    return this.#moved;
  }
  /** Lines before the first row, and behind the last one. */
  get lead(): number {
    return this.#lead;
  }
  get trail(): number {
    return this.#trail;
  }
  get contentPx(): number {
    return (this.#lead + this.#total + this.#trail) * this.#rowPx;
  }
  /** The first row that is seen whole. */
  get firstWhole(): RowIndex {
    return Math.max(0, Math.min(this.#total - 1, Math.ceil(this.#topPx / this.#rowPx) - this.#lead));
  }
  get spacerPx(): number {
    return Math.min(this.contentPx, maxSpacerPx);
  }
  get isScaled(): boolean {
    return this.contentPx > maxSpacerPx;
  }
  get isAtTop(): boolean {
    return this.#topPx < 1;
  }
  get #maxTopPx(): number {
    return Math.max(0, this.contentPx - this.#viewportPx);
  }
  get #maxScrollTop(): number {
    return Math.max(0, this.spacerPx - this.#viewportPx);
  }

  /** Lines that offer what lies beyond the rows, each as high as a row; the rows in sight stay where they are. */
  setEdges(lead: 0 | 1, trail: 0 | 1): void {
    if (lead === this.#lead && trail === this.#trail) return;
    const by = this.isAtTop ? 0 : lead - this.#lead;
    this.#lead = lead;
    this.#trail = trail;
    this.moveTo(this.#topPx + by * this.#rowPx);
  }

  /** Another number of rows, another height; the first visible row stays where it can. */
  resize(total: number, rowPx: number, viewportPx: number): void {
    const firstRow = this.#topPx / this.#rowPx;
    this.#total = total;
    this.#rowPx = rowPx;
    this.#viewportPx = viewportPx;
    this.moveTo(firstRow * rowPx);
  }

  /** The container was scrolled by the person. */
  scrolled(scrollTop: number): void {
    const delta = scrollTop - this.#scrollTop;
    this.#scrollTop = scrollTop;
    if (!this.isScaled) this.#topPx = this.#clamp(scrollTop);
    else if (scrollTop <= 0 && this.#topPx <= this.#viewportPx * 2) this.#topPx = 0;
    else if (Math.abs(delta) <= this.#viewportPx * 2) this.#topPx = this.#clamp(this.#topPx + delta);
    else this.#topPx = this.#clamp(inProportion(scrollTop, this.#maxScrollTop, this.#maxTopPx));
  }

  /** Brings `scrollTop` back in proportion; true where the container has to be moved. */
  settle(): boolean {
    const wanted = this.#toScrollTop(this.#topPx);
    if (Math.abs(wanted - this.#scrollTop) < 1) return false;
    this.#scrollTop = wanted;
    this.#moved = true;
    return true;
  }

  /** To a position in the full list. */
  moveTo(topPx: number): void {
    this.#topPx = this.#clamp(topPx);
    const scrollTop = this.#toScrollTop(this.#topPx);
    if (scrollTop !== this.#scrollTop) this.#moved = true;
    this.#scrollTop = scrollTop;
  }

  /** The container stands at `scrollTop` now. */
  applied(): void {
    this.#moved = false;
  }

  /** As little as needed for the row to be seen whole. */
  reveal(row: RowIndex): void {
    const top = (row + this.#lead) * this.#rowPx;
    if (top < this.#topPx) this.moveTo(top);
    else if (top + this.#rowPx > this.#topPx + this.#viewportPx) this.moveTo(top + this.#rowPx - this.#viewportPx);
  }

  /** Not at all where the row is seen whole; otherwise into the middle, with what is around it. */
  bring(row: RowIndex): void {
    const top = (row + this.#lead) * this.#rowPx;
    if (top < this.#topPx || top + this.#rowPx > this.#topPx + this.#viewportPx) this.centre(row);
  }

  /** With as much above the row as below it. */
  centre(row: RowIndex): void {
    this.moveTo((row + this.#lead) * this.#rowPx - (this.#viewportPx - this.#rowPx) / 2);
  }

  /** Rows that are at least partly seen: from, and to (exclusive). */
  visible(): { readonly from: RowIndex; readonly to: RowIndex } {
    const within = (row: number): RowIndex => Math.max(0, Math.min(this.#total, row - this.#lead));
    const from = within(Math.floor(this.#topPx / this.#rowPx));
    const to = within(Math.ceil((this.#topPx + this.#viewportPx) / this.#rowPx));
    return { from, to: Math.max(from, to) };
  }

  /** Where in the spacer the given row has to be drawn. */
  offsetOf(row: RowIndex): number {
    return this.#scrollTop - this.#topPx + (row + this.#lead) * this.#rowPx;
  }

  /** Rows of one page of keys. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewportPx / this.#rowPx) - 1);
  }

  #clamp(topPx: number): number {
    return Math.max(0, Math.min(topPx, this.#maxTopPx));
  }

  #toScrollTop(topPx: number): number {
    if (!this.isScaled) return topPx;
    return inProportion(topPx, this.#maxTopPx, this.#maxScrollTop);
  }
}

/** A position up to `max` as one up to another; both are many times as long as the ends. */
function inProportion(positionPx: number, maxPx: number, otherMaxPx: number): number {
  if (positionPx <= nearEndPx) return positionPx;
  const leftPx = maxPx - positionPx;
  if (leftPx <= nearEndPx) return otherMaxPx - leftPx;
  return nearEndPx + ((positionPx - nearEndPx) / (maxPx - 2 * nearEndPx)) * (otherMaxPx - 2 * nearEndPx);
}
