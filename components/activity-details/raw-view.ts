import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { RawEvent } from '../../src/store/export-format.js';
import { icon } from '../internal/icons.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { renderError, renderProgress } from '../internal/states.js';
import { renderText } from '../internal/visible-text.js';
import type { CopyController } from './copy-controller.js';
import type { RawController } from './raw-controller.js';

/** Longer records, and more of them, are folded until the person asks for all. */
const foldsAbove = 6_000;
const foldsRecordsAbove = 5;

export interface RawView {
  readonly store: ActivityStore;
  readonly activityId: string;
  readonly raw: RawController;
  readonly copies: CopyController;
  /** Keys of what is shown whole. */
  readonly unfolded: ReadonlySet<string>;
  readonly fold: (key: string) => void;
}

/** The raw event behind a button: fetched when it is opened, shown as text and nothing else. */
export function renderRaw(view: RawView): TemplateResult {
  const { raw, store, activityId } = view;
  const { state } = raw;
  const isOpen = state.kind !== 'closed';
  const open = (): void => void raw.open(store, activityId);
  return html`<section part="section" class="raw">
    <h3>
      <button
        type="button"
        class="disclosure"
        aria-expanded=${isOpen}
        aria-controls="raw"
        @click=${isOpen ? () => raw.close() : open}
      >
        ${icon(isOpen ? 'chevron-down' : 'chevron-right')}${msg('Raw event')}
      </button>
    </h3>
    <div id="raw" ?hidden=${!isOpen}>
      ${state.kind === 'pending' ? renderProgress(true, undefined, msg('Fetching the raw event')) : nothing}
      ${state.kind === 'failed' ? renderError(state.error, open) : nothing}
      ${state.kind === 'there' ? renderEvent(view, state.event) : nothing}
    </div>
  </section>`;
}

function renderEvent(view: RawView, { origin, records, isCut }: RawEvent): TemplateResult {
  const shown = view.unfolded.has('raw') ? records : records.slice(0, foldsRecordsAbove);
  const count = formatCount(records.length, uiLocale());
  return html`${
    origin === 'held'
      ? html`<p class="source">
          ${msg('There is no record of it to fetch. This is what is held, written anew in the open protocol.')}
        </p>`
      : nothing
  }
  ${
    records.length > 1
      ? html`<p class="source">
          ${
            isCut
              ? msg(str`The first ${count} records of this activity.`)
              : plural(
                  records.length,
                  str`${count} record makes up this activity.`,
                  str`${count} records make up this activity.`,
                )
          }
        </p>`
      : nothing
  }
  ${shown.map((record, at) => renderRecord(view, origin, record, at))}
  ${
    records.length > foldsRecordsAbove
      ? html`<button
          type="button"
          class="link fold"
          aria-expanded=${view.unfolded.has('raw')}
          @click=${() => view.fold('raw')}
        >
          ${view.unfolded.has('raw') ? msg('Show less') : plural(records.length, str`Show ${count} record`, str`Show all ${count} records`)}
        </button>`
      : nothing
  }`;
}

function renderRecord(
  { copies, unfolded, fold }: RawView,
  origin: RawEvent['origin'],
  { source, offset, text }: RawEvent['records'][number],
  at: number,
): TemplateResult {
  const key = `raw ${at}`;
  const isWhole = unfolded.has(key) || text.length <= foldsAbove;
  const place = formatCount(offset ?? 0, uiLocale());
  const length = formatCount(text.length, uiLocale());
  const number = at + 1;
  const label = origin === 'held' ? msg('written anew') : source;
  return html`<figure class="record">
    <figcaption>
      <span class="value mono">${renderText(label, 80)}</span>
      ${offset === undefined ? nothing : html`<span class="tabular">${msg(str`byte ${place}`)}</span>`}
      <button
        type="button"
        part="button"
        class="icon-button small"
        aria-label=${msg('Copy the record')}
        title=${msg('Copy the record, exactly as it is')}
        @click=${() => void copies.copy(key, text)}
      >
        ${icon(copies.done === key ? 'check' : 'copy')}
      </button>
    </figcaption>
    <pre class="value mono" tabindex="0" role="region" aria-label=${msg(str`Record ${number}`)}>
${renderLines(isWhole ? text : text.slice(0, foldsAbove))}${isWhole ? nothing : '\u2026'}</pre>
    ${
      text.length > foldsAbove
        ? html`<button type="button" class="link fold" aria-expanded=${isWhole} @click=${() => fold(key)}>
            ${isWhole ? msg('Show less') : plural(text.length, str`Show ${length} character`, str`Show all ${length} characters`)}
          </button>`
        : nothing
    }
  </figure>`;
}

/** Line breaks of a record that was laid out are line breaks; everything else that does not print is a mark. */
function renderLines(text: string): unknown {
  return text.split('\n').map((line, at) => [at > 0 ? '\n' : nothing, renderText(line)]);
}
