import { FrequencyGraphElement } from './frequency-graph.js';

/** Registers the element. Nothing happens to a name that is taken already. */
export function defineFrequencyGraph(tagName = 'frequency-graph'): void {
  if (!customElements.get(tagName)) customElements.define(tagName, FrequencyGraphElement);
}

defineFrequencyGraph();

declare global {
  interface HTMLElementTagNameMap {
    'frequency-graph': FrequencyGraphElement;
  }
}
