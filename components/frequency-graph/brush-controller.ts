import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface BrushTarget {
  /** The pointer rests or moves here, in pixels of the client; null: it is gone. */
  hover(clientX: number | null): void;
  /** A drag reaches from here to there. */
  drag(fromClientX: number, toClientX: number): void;
  /** The drag ended with a selection, or (false) was taken back. */
  finish(done: boolean): void;
  /** Pressed and let go in one place. */
  tap(clientX: number): void;
}

/** Shorter ways of the pointer are a tap. */
const minDragPx = 5;

/**
 * A drag along one axis, by mouse, pen or finger. The pointer is captured once it is clear that it drags, so that a tap, a vertical swipe and
 * a double click stay what they are.
 */
export class BrushController implements ReactiveController {
  readonly #target: BrushTarget;
  #pointer: { readonly id: number; readonly fromX: number; dragging: boolean } | null = null;

  constructor(host: ReactiveControllerHost, target: BrushTarget) {
    this.#target = target;
    host.addController(this);
  }

  get dragging(): boolean {
    return this.#pointer?.dragging ?? false;
  }

  hostDisconnected(): void {
    this.cancel();
  }

  /** Takes the drag back, as Escape does. */
  cancel(): void {
    const dragging = this.dragging;
    this.#pointer = null;
    if (dragging) this.#target.finish(false);
  }

  readonly down = (event: PointerEvent): void => {
    if (!event.isPrimary || event.button !== 0) return;
    this.#pointer = { id: event.pointerId, fromX: event.clientX, dragging: false };
  };

  readonly move = (event: PointerEvent): void => {
    const pointer = this.#pointer;
    if (!pointer) return this.#target.hover(event.clientX);
    if (event.pointerId !== pointer.id) return;
    if (!pointer.dragging) {
      if (Math.abs(event.clientX - pointer.fromX) < minDragPx) return;
      pointer.dragging = true;
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    }
    this.#target.drag(pointer.fromX, event.clientX);
  };

  readonly up = (event: PointerEvent): void => {
    const pointer = this.#pointer;
    if (pointer?.id !== event.pointerId) return;
    this.#pointer = null;
    if (pointer.dragging) this.#target.finish(true);
    else this.#target.tap(event.clientX);
  };

  readonly lost = (event: PointerEvent): void => {
    if (this.#pointer?.id === event.pointerId) this.cancel();
    this.#target.hover(null);
  };

  readonly leave = (): void => {
    if (!this.#pointer) this.#target.hover(null);
  };
}
