import { html, type TemplateResult } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import type { HistoryController } from './history-controller.js';

/** The two buttons, each with what it would do. */
export function historyTemplate(store: ActivityStore | null, history: HistoryController): TemplateResult {
  const button = (
    symbol: 'undo' | 'redo',
    text: string,
    keys: string,
    enabled: boolean,
    run: () => void,
  ): TemplateResult =>
    html`<button
      type="button"
      part="button"
      class="icon-button"
      aria-label=${text}
      title=${`${text} (${keys})`}
      aria-disabled=${!enabled}
      @click=${() => enabled && run()}
    >
      ${icon(symbol)}
    </button>`;
  const { undoText, redoText } = history;
  const undo = undoText ? msg(str`Undo: ${undoText}`) : msg('Undo');
  const redo = redoText ? msg(str`Redo: ${redoText}`) : msg('Redo');
  return html`${button('undo', undo, 'Ctrl+Z', store?.canGoBack ?? false, () => history.undo())}
  ${button('redo', redo, 'Ctrl+Shift+Z', store?.canGoForward ?? false, () => history.redo())}`;
}
