import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RowIndex } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { StoreController } from '../internal/store-controller.js';
import type { RowScroller } from './row-scroller.js';
import type { RowsController } from './rows-controller.js';

interface Wanted {
  readonly id: string;
  readonly view: ViewState;
  /** In the middle, so that what happened before and after is in sight. */
  readonly centred: boolean;
}

export interface RevealOptions {
  /** What is in sight is no longer what it was. */
  readonly moved: () => void;
  readonly stand: (row: RowIndex) => void;
}

/** Brings a row into sight that was not chosen here: the details step through the rows, or the surroundings of an activity are shown. */
export class RevealController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #stores: StoreController;
  readonly #rows: RowsController;
  readonly #scroller: RowScroller;
  readonly #options: RevealOptions;
  #wanted: Wanted | null = null;
  #standing: RowIndex | null = null;
  #row: RowIndex | null = null;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    stores: StoreController,
    rows: RowsController,
    scroller: RowScroller,
    options: RevealOptions,
  ) {
    this.#host = host;
    this.#stores = stores;
    this.#rows = rows;
    this.#scroller = scroller;
    this.#options = options;
    stores.listen({
      storeChanged: () => (this.#wanted = this.#standing = null),
      viewChanged: ({ previous, view }) => {
        const around = view.setAside;
        if (around && around !== previous.setAside) this.#reveal({ id: around.activityId, view, centred: true });
        else if (view.selectedId !== null && view.selectedId !== previous.selectedId)
          this.#reveal({ id: view.selectedId, view, centred: false });
      },
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#wanted = this.#standing = null;
    this.#row = null;
  }

  /** Stands on a row as soon as there are so many. */
  standOn(row: RowIndex): void {
    this.#wanted = null;
    this.#standing = row;
    this.#host.requestUpdate();
  }

  /** To be called when the number of rows is known, before they are drawn. */
  apply(): void {
    const wanted = this.#wanted;
    const standing = this.#standing;
    if (standing !== null && standing < this.#rows.total) {
      this.#standing = null;
      this.#options.stand(standing);
    }
    if (!wanted || this.#row === null || this.#row >= this.#rows.total) return;
    if (wanted.centred && this.#rows.answeredView?.setAside !== wanted.view.setAside) return;
    if (wanted.centred) this.#scroller.centre(this.#row);
    else this.#scroller.reveal(this.#row);
    this.#wanted = null;
    this.#row = null;
    this.#options.moved();
  }

  #reveal(wanted: Wanted): void {
    this.#standing = null;
    this.#wanted = wanted;
    this.#row = wanted.centred ? null : this.#inSight(wanted.id);
    this.#host.requestUpdate();
    if (this.#row === null) void this.#locate(wanted);
  }

  #inSight(id: string): RowIndex | null {
    const { from, to } = this.#scroller.visible();
    for (let row = from; row < to; row++) if (this.#rows.lineAt(row)?.activity.id === id) return row;
    return null;
  }

  async #locate(wanted: Wanted): Promise<void> {
    const row = await this.#rows.locate({ id: wanted.id }).catch(toldElsewhere); // The list shows what failed.
    if (this.#wanted !== wanted || this.#stores.store?.view.selectedId !== wanted.id) return;
    this.#row = row;
    this.#host.requestUpdate();
  }
}
