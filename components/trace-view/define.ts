import { defineElement } from '../internal/define-element.js';
import { TraceViewElement } from './trace-view.js';

/** Registers the element, under another name where the page has this one already. */
export function defineTraceView(tagName = 'trace-view'): void {
  defineElement(tagName, TraceViewElement);
}

defineTraceView();

declare global {
  interface HTMLElementTagNameMap {
    'trace-view': TraceViewElement;
  }
}
