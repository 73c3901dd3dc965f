import { html, nothing, type TemplateResult } from 'lit';
import type { DroppedFromLink } from '../../src/link/view-link.js';
import { icon, type IconName } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { linkNotice } from './link-notice.js';
import { firstOf } from './source-format.js';

/** What is shown in place of the host's backend, and the way back. So many files are named. */
export function renderOpenedFiles(fileNames: readonly string[], mostNamed: number, close: () => void): TemplateResult {
  const names = firstOf(fileNames, mostNamed);
  return notice('', 'file', msg(str`Shown from files opened here: ${names}`), msg('Close the files'), close);
}

/** What a link said that is not shown; nothing where all of it is. */
export function renderLinkLosses(
  dropped: readonly DroppedFromLink[],
  understood: () => void,
): TemplateResult | typeof nothing {
  if (dropped.length === 0) return nothing;
  return notice('warn', 'warning', linkNotice(dropped), msg('Understood'), understood);
}

/** Where files are dropped. */
export const renderDrop = (): TemplateResult =>
  html`<div part="drop" class="drop">
    <p>${msg('Drop log files to read them here')}</p>
    <p class="muted">${msg('Kubernetes audit, Falco, Tetragon, Tracee; nothing leaves this page')}</p>
  </div>`;

function notice(tone: string, symbol: IconName, words: string, action: string, run: () => void): TemplateResult {
  return html`<div part="notice" class="notice ${tone}" role="status">
    ${icon(symbol)}
    <span class="words">${words}</span>
    <button part="button" class="button quiet small" @click=${run}>${action}</button>
  </div>`;
}
