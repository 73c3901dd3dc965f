const overscanRows = 8;

/** Which lines exist as elements. A trace has at most some ten thousand lines: the scroll position is the position. */
export class TreeWindow {
  #total = 0;
  #rowPx = 28;
  #viewportPx = 0;
  #topPx = 0;
  #moved = false;

  get rowPx(): number {
    return this.#rowPx;
  }
  get contentPx(): number {
    return this.#total * this.#rowPx;
  }
  get topPx(): number {
    return this.#topPx;
  }
  /** Whether the container has to be moved to `topPx`. */
  get hasMoved(): boolean {
    return this.#moved;
  }
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewportPx / this.#rowPx) - 1);
  }
  get firstVisible(): number {
    return Math.min(Math.max(0, this.#total - 1), Math.ceil(this.#topPx / this.#rowPx));
  }
  /** From, and to (exclusive). */
  get drawn(): { readonly from: number; readonly to: number } {
    const from = Math.max(0, Math.floor(this.#topPx / this.#rowPx) - overscanRows);
    const to = Math.min(this.#total, Math.ceil((this.#topPx + this.#viewportPx) / this.#rowPx) + overscanRows);
    return { from: Math.min(from, to), to };
  }

  /** The first visible line stays where the height of lines changes. */
  resize(total: number, rowPx: number, viewportPx: number): void {
    const first = this.#topPx / this.#rowPx;
    const changed = rowPx !== this.#rowPx;
    this.#total = total;
    this.#rowPx = rowPx;
    this.#viewportPx = viewportPx;
    this.#moveTo(changed ? first * rowPx : this.#topPx);
  }

  scrolled(topPx: number): void {
    this.#topPx = topPx;
  }

  /** As little as needed for the line to be seen whole. */
  reveal(at: number): void {
    const top = at * this.#rowPx;
    if (top < this.#topPx) this.#moveTo(top);
    else if (top + this.#rowPx > this.#topPx + this.#viewportPx) this.#moveTo(top + this.#rowPx - this.#viewportPx);
  }

  applied(): void {
    this.#moved = false;
  }

  #moveTo(wantedPx: number): void {
    const topPx = Math.max(0, Math.min(wantedPx, this.contentPx - this.#viewportPx));
    if (topPx === this.#topPx) return;
    this.#topPx = topPx;
    this.#moved = true;
  }
}
