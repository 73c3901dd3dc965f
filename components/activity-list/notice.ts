import { html, type TemplateResult } from 'lit';
import { icon, type IconName } from '../internal/icons.js';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** One sentence, and what can be done about it. */
export function renderNotice(
  kind: 'info' | 'warn' | 'danger',
  symbol: IconName,
  sentence: unknown,
  ...actions: readonly NoticeAction[]
): TemplateResult {
  return html`<div part="notice" class="notice ${kind}">
    ${icon(symbol)}
    <span class="sentence">${sentence}</span>
    ${actions.map(({ label, run }) => html`<button type="button" part="button" class="button small" @click=${run}>${label}</button>`)}
  </div>`;
}
