import type { CountScale } from '../../src/charts/count-axis.js';
import { allTime } from '../../src/model/time-range.js';
import type { ViewState } from '../../src/model/view-state.js';
import type { Counted } from './bins-question.js';
import { ValueLooks, type LineInfo } from './line-info.js';
import { plotModel, type PlotModel } from './plot-model.js';

export interface PictureOf {
  readonly counted: Counted | undefined;
  readonly view: ViewState;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scale: CountScale;
  /** Keys of the lines that the legend leaves out. */
  readonly hidden: ReadonlySet<string>;
}

/** The last answer as geometry, made anew only where something in it is different: a pointer over the picture changes nothing. */
export class Picture {
  readonly #looks = new ValueLooks();
  #lines: readonly LineInfo[] = [];
  #model: PlotModel | null = null;
  #madeOf: readonly unknown[] = [];

  /** null while there is nothing to draw. */
  get model(): PlotModel | null {
    return this.#model;
  }
  get lines(): readonly LineInfo[] {
    return this.#lines;
  }

  forget(): void {
    this.#model = null;
  }

  /** @returns whether the picture is another one now. */
  make({ counted, view, widthPx, heightPx, scale, hidden }: PictureOf): boolean {
    const bins = counted?.answer.bins;
    if (!counted || !bins || widthPx === 0 || counted.range === allTime) {
      this.forget();
      return false;
    }
    const zone = view.timeZone;
    const live = view.live && view.window.kind === 'relative';
    const madeOf = [counted, widthPx, heightPx, zone, scale, hidden, live];
    if (this.#model && madeOf.every((part, at) => part === this.#madeOf[at])) return false;
    this.#madeOf = madeOf;
    this.#lines = this.#looks.lines(bins.series, counted.breakdown);
    const { gaps } = counted.answer.coverage;
    const { range } = counted;
    this.#model = plotModel({ bins, range, widthPx, heightPx, zone, scale, lines: this.#lines, hidden, gaps, live });
    return true;
  }
}
