import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Files that a person drags onto an element. `active` while they hover over it. */
export class DropController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onFiles: (files: readonly File[]) => void;
  #depth = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, onFiles: (files: readonly File[]) => void) {
    this.#host = host;
    this.#onFiles = onFiles;
    host.addController(this);
  }

  get active(): boolean {
    return this.#depth > 0;
  }

  hostConnected(): void {
    this.#host.addEventListener('dragenter', this.#enter);
    this.#host.addEventListener('dragover', this.#over);
    this.#host.addEventListener('dragleave', this.#leave);
    this.#host.addEventListener('drop', this.#drop);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('dragenter', this.#enter);
    this.#host.removeEventListener('dragover', this.#over);
    this.#host.removeEventListener('dragleave', this.#leave);
    this.#host.removeEventListener('drop', this.#drop);
    this.#depth = 0;
  }

  #set(depth: number): void {
    const was = this.active;
    this.#depth = Math.max(0, depth);
    if (was !== this.active) this.#host.requestUpdate();
  }

  readonly #enter = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#set(this.#depth + 1);
  };
  readonly #over = (event: DragEvent): void => {
    if (hasFiles(event)) event.preventDefault();
  };
  readonly #leave = (event: DragEvent): void => {
    if (hasFiles(event)) this.#set(this.#depth - 1);
  };
  readonly #drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#set(0);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) this.#onFiles(files);
  };
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
