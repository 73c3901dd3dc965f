import { html, nothing, type TemplateResult } from 'lit';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import { formatBytes } from '../../src/format/numbers.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { CacheState } from '../../src/store/engine-status.js';
import { engineText } from '../internal/engine-text.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { sourcesText } from './source-format.js';

/** What is kept where, what the engine had to do without, what files were taken for, and the way to files of one's own. */
export function renderFoot(store: ActivityStore | null, inert: boolean, openFiles: () => void): TemplateResult {
  const status = store?.status;
  const notice = status?.cache.notice;
  const files = sourcesText(status?.sources ?? []);
  const cache =
    status && (status.cache.state === CacheState.writing || status.cache.state === CacheState.reading)
      ? msg(str`Kept on this device, encrypted: ${formatBytes(status.cache.bytes, uiLocale())}`)
      : status
        ? msg('Kept in memory only')
        : '';
  return html`<div part="foot" class="foot" ?inert=${inert}>
    <span class="optional">${cache}</span>
    ${notice ? html`<span class="warn" role="status">${engineText(notice)}</span>` : nothing}
    ${
      store?.engineNotice
        ? html`<span class="warn" role="status" title=${engineText(store.engineNotice)}
            >${msg('No worker could be started: counting happens on the page.')}</span
          >`
        : nothing
    }
    ${files ? html`<span class="files" title=${files}>${files}</span>` : nothing}
    <span class="space"></span>
    ${
      status && status.cache.state === CacheState.writing
        ? html`<button class="link optional" @click=${() => void store?.clear().catch(toldElsewhere)}>
            ${msg('Erase what is kept')}
          </button>`
        : nothing
    }
    <button class="link" @click=${openFiles}>${msg('Open log files…')}</button>
  </div>`;
}
