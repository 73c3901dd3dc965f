import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { BackendKind, type FileSource } from '../../src/model/source.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ActivityFilesEvent } from './audit-events.js';
import { DropController } from './drop-controller.js';

/** Files that the person dropped or chose, shown in place of the host's backend until they are closed. */
export class OpenedFiles implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #store: () => ActivityStore | null;
  readonly #drop: DropController;
  #source: FileSource | null = null;
  #names: readonly string[] = [];

  constructor(host: ReactiveControllerHost & HTMLElement, store: () => ActivityStore | null) {
    this.#host = host;
    this.#store = store;
    this.#drop = new DropController(host, (files) => this.given(files));
    host.addController(this);
  }

  hostConnected(): void {}

  /** null: nothing is opened. */
  get source(): FileSource | null {
    return this.#source;
  }
  get names(): readonly string[] {
    return this.#names;
  }
  /** Files hover over the view. */
  get hovered(): boolean {
    return this.#drop.active;
  }

  /** Announces the files, and opens them unless the host does. */
  given(files: readonly File[]): void {
    if (this.#host.dispatchEvent(new ActivityFilesEvent(files))) this.open(files);
  }

  open(files: readonly File[]): void {
    const inputs = files.map((blob) => ({ name: blob.name, blob }));
    const store = this.#store();
    this.#names = [...this.#names, ...files.map(({ name }) => name)];
    // The store's status tells of a file that cannot be read.
    if (store?.options.source.kind === BackendKind.file) void store.addFiles(inputs).catch(toldElsewhere);
    else this.#source = { kind: BackendKind.file, files: inputs };
    this.#host.requestUpdate();
  }

  readonly close = (): void => {
    this.#source = null;
    this.#names = [];
    this.#host.requestUpdate();
  };

  readonly chosen = (event: Event): void => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length) this.given(files);
  };
}
