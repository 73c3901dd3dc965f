import type { ReactiveControllerHost } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { engineText } from '../internal/engine-text.js';
import type { ClipboardController } from './clipboard-controller.js';
import type { FindParts } from './find-controller.js';
import type * as listTools from './list-tools.js';
import type { MenuPlace, RowTools } from './list-tools.js';
import type { RowCommands } from './row-commands.js';
import type { ListTools } from './tools-part.js';

export interface LateToolsParts {
  readonly part: ListTools;
  readonly clipboard: ClipboardController;
  readonly find: FindParts;
  /** Gives the focus back to the rows. */
  readonly leave: () => void;
}

/** The tools of the rows as soon as they are there: waits where somebody wants one before that, and says where they did not come. */
export class LateTools {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: LateToolsParts;
  #tools: RowTools | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: LateToolsParts) {
    this.#host = host;
    this.#parts = parts;
  }

  get now(): RowTools | null {
    const { loaded } = this.#parts.part;
    return loaded ? this.#begin(loaded) : null;
  }
  get isFinding(): boolean {
    return this.#tools?.find.isOpen ?? false;
  }

  renderContext(store: ActivityStore): unknown {
    return this.#parts.part.render((loaded) => this.#begin(loaded).context.render(store));
  }

  async openMenu(commands: RowCommands, store: ActivityStore, place: MenuPlace): Promise<void> {
    const tools = this.now ?? (await this.#wanted());
    tools?.openMenu(commands, store.view, place);
  }

  readonly openFind = async (): Promise<void> => {
    const tools = this.now ?? (await this.#wanted());
    tools?.find.open();
    await this.#host.updateComplete;
    this.#host.shadowRoot?.querySelector<HTMLInputElement>('.find input')?.select();
  };

  #begin({ RowTools: Tools }: typeof listTools): RowTools {
    return (this.#tools ??= new Tools(this.#host, this.#parts.find, this.#parts.leave));
  }

  async #wanted(): Promise<RowTools | null> {
    const { part, clipboard } = this.#parts;
    const loaded = await part.wanted();
    if (loaded) return this.#begin(loaded);
    clipboard.say(() => engineText(part.error?.message ?? ''));
    return null;
  }
}
