import { defineElement } from '../internal/define-element.js';
import { FrequencyGraphElement } from './frequency-graph.js';

/** Registers the element. Nothing happens to a name that is taken already. */
export function defineFrequencyGraph(tagName = 'frequency-graph'): void {
  defineElement(tagName, FrequencyGraphElement);
}

defineFrequencyGraph();

declare global {
  interface HTMLElementTagNameMap {
    'frequency-graph': FrequencyGraphElement;
  }
}
