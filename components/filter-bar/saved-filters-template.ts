import { html, nothing, type TemplateResult } from 'lit';
import type { SavedFilter } from '../../src/model/filter/saved-filter.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import type { SavedFiltersController } from './saved-filters-controller.js';

export interface SavedFiltersView {
  /** The text of the filter in effect; empty: none. */
  readonly filterText: string;
  readonly applyText: (filterText: string) => void;
}

const searchFrom = 6;
const maxTextLength = 80;

const typed = (run: (text: string) => void) => (event: InputEvent) => {
  if (event.target instanceof HTMLInputElement) run(event.target.value);
};
const submitted = (run: () => Promise<void>) => (event: SubmitEvent) => {
  event.preventDefault();
  void run();
};

const panelOf = ({ currentTarget }: Event): Element | null =>
  currentTarget instanceof Element ? currentTarget.closest('.saved-filters') : null;
const placeOf = (saved: SavedFiltersController, wanted: string): number =>
  saved.found.findIndex(({ name }) => name === wanted);

/** What had the focus is gone: the filter in its place takes it, or the name under which one would be saved. */
async function focusFilter(saved: SavedFiltersController, panel: Element | null, at: number): Promise<void> {
  await saved.drawn;
  const buttons = [...(panel?.querySelectorAll<HTMLElement>('.rename') ?? [])];
  (buttons[at] ?? buttons.at(-1) ?? panel?.querySelector<HTMLElement>('#saved-name'))?.focus();
}

function savingTemplate(saved: SavedFiltersController, { filterText }: SavedFiltersView): TemplateResult {
  return html`<form class="saving" @submit=${submitted(() => saved.save())}>
    <div class="menu-heading">${msg('Save what is filtered now')}</div>
    <p class="what mono">
      ${filterText ? renderText(filterText, maxTextLength) : msg('No condition: only the data sources')}
    </p>
    <div class="line">
      <input
        id="saved-name"
        part="field"
        class="input"
        aria-label=${msg('Name')}
        placeholder=${msg('Name')}
        maxlength="80"
        autocomplete="off"
        .value=${saved.name}
        @input=${typed((name) => saved.typeName(name))}
      />
      <button type="submit" part="button" class="button primary" aria-disabled=${saved.name.trim() === ''}>
        ${saved.replaces ? msg('Replace') : msg('Save')}
      </button>
    </div>
    <p class="hint" role="status">
      ${saved.replaces ? msg('There is a filter of this name. Saving takes its place.') : nothing}
    </p>
    <label part="option" class="menu-item">
      <input
        type="checkbox"
        .checked=${saved.withWindow}
        @change=${(event: Event) => saved.keepWindow((event.target as HTMLInputElement).checked)}
      />
      ${msg('With the time window')}
    </label>
  </form>`;
}

function renamingTemplate(saved: SavedFiltersController, name: string): TemplateResult {
  const finish = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const panel = panelOf(event);
    const newName = saved.newName.trim();
    await saved.finishRenaming();
    if (saved.renaming === null) await focusFilter(saved, panel, placeOf(saved, newName));
  };
  return html`<form class="line" @submit=${(event: SubmitEvent) => void finish(event)}>
    <input
      id="new-name"
      part="field"
      class="input"
      aria-label=${msg(str`New name for ${spokenText(name, 60)}`)}
      maxlength="80"
      autocomplete="off"
      .value=${saved.newName}
      @input=${typed((text) => saved.typeNewName(text))}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        saved.rename(null);
        void focusFilter(saved, panelOf(event), placeOf(saved, name));
      }}
    />
    <button type="submit" part="button" class="button">${msg('Rename')}</button>
  </form>`;
}

function savedTemplate(saved: SavedFiltersController, filter: SavedFilter): TemplateResult {
  const { name, filterText, window } = filter;
  if (saved.renaming === name) return html`<li>${renamingTemplate(saved, name)}</li>`;
  const spoken = spokenText(name, 60);
  const rename = async (event: Event): Promise<void> => {
    const panel = panelOf(event);
    saved.rename(name);
    await saved.drawn;
    const field = panel?.querySelector<HTMLInputElement>('#new-name');
    field?.focus();
    field?.select();
  };
  const remove = async (event: Event): Promise<void> => {
    const [panel, at] = [panelOf(event), placeOf(saved, name)];
    await saved.remove(name);
    await focusFilter(saved, panel, at);
  };
  return html`<li>
    <button type="button" part="option" class="menu-item apply" @click=${() => saved.apply(filter)}>
      <span class="name">${renderText(name, 60)}</span>
      <span class="what mono">
        ${filterText ? renderText(filterText, maxTextLength) : msg('No condition')}
        ${window ? html`<span class="hint">${msg('with its time window')}</span>` : nothing}
      </span>
    </button>
    <button
      type="button"
      part="button"
      class="button quiet small rename"
      aria-label=${msg(str`Rename ${spoken}`)}
      @click=${(event: Event) => void rename(event)}
    >
      ${msg('Rename')}
    </button>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg(str`Delete ${spoken}`)}
      title=${msg('Delete')}
      @click=${(event: Event) => void remove(event)}
    >
      ${icon('close')}
    </button>
  </li>`;
}

/** Saving, the saved ones, the recent ones. */
export function savedFiltersTemplate(saved: SavedFiltersController, view: SavedFiltersView): TemplateResult {
  const { found, count, recent, problem } = saved;
  return html`<div class="saved-filters">
    ${savingTemplate(saved, view)}
    ${problem ? html`<p class="hint wrong" role="alert">${icon('warning')} ${problem}</p>` : nothing}
    ${
      saved.temporary
        ? html`<p class="hint wrong" role="status">
            ${icon('info')} ${msg('Saved filters are kept in this page alone: they are gone when it is closed.')}
          </p>`
        : nothing
    }
    <div class="menu-separator"></div>
    <div class="menu-heading" id="saved-heading">${msg('Saved filters')}</div>
    ${
      count >= searchFrom || saved.search !== ''
        ? html`<div class="line">
            <input
              part="field"
              class="input"
              type="search"
              aria-label=${msg('Find a saved filter')}
              placeholder=${msg('Find a saved filter')}
              .value=${saved.search}
              @input=${typed((text) => saved.typeSearch(text))}
            />
          </div>`
        : nothing
    }
    ${
      found.length > 0
        ? html`<ul aria-labelledby="saved-heading">
            ${found.map((filter) => savedTemplate(saved, filter))}
          </ul>`
        : html`<p class="hint">${count === 0 ? msg('None yet.') : msg('None with this in its name or text.')}</p>`
    }
    ${
      recent.length > 0
        ? html`<div class="menu-separator"></div>
            <div class="menu-heading" id="recent-heading">${msg('Used since this page was opened')}</div>
            <ul aria-labelledby="recent-heading">
              ${recent.map(
                (text) =>
                  html`<li>
                    <button type="button" part="option" class="menu-item apply" @click=${() => view.applyText(text)}>
                      <span class="what mono">${renderText(text, maxTextLength)}</span>
                    </button>
                  </li>`,
              )}
            </ul>`
        : nothing
    }
  </div>`;
}
