import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { resolveZone, zoneLabel } from '../../src/format/time-zone.js';
import { icon } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';

const maxShown = 60;

interface ZoneOption {
  readonly zone: string;
  readonly name: string;
}

const words = (text: string): string => text.toLowerCase().replaceAll(/[_/]/g, ' ');

/** The zones of this machine, UTC and its own first, found by any part of their names. */
function zoneOptions(search: string): readonly ZoneOption[] {
  const local = { zone: 'local', name: msg(str`Local: ${resolveZone('local').replaceAll('_', ' ')}`) };
  const named = Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone !== 'UTC')
    .map((zone) => ({ zone, name: zone.replaceAll('_', ' ') }));
  const wanted = words(search.trim());
  return [{ zone: 'UTC', name: 'UTC' }, local, ...named].filter(({ name }) => words(name).includes(wanted));
}

/** A list of time zones with a search field, by pointer and by keys. */
export class ZoneMenu {
  readonly #host: ReactiveControllerHost;
  readonly #choose: (zone: string) => void;
  #search = '';
  #active = 0;

  constructor(host: ReactiveControllerHost, choose: (zone: string) => void) {
    this.#host = host;
    this.#choose = choose;
  }

  reset(): void {
    this.#search = '';
    this.#active = 0;
    this.#host.requestUpdate();
  }

  render(current: string, atMs: number): TemplateResult {
    const options = zoneOptions(this.#search);
    const shown = options.slice(0, maxShown);
    const active = Math.min(this.#active, shown.length - 1);
    return html`<div class="zone-menu">
      <div class="search">
        ${icon('search')}
        <input
          id="zone-search"
          part="field"
          class="input"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls="zones"
          aria-activedescendant=${active >= 0 ? `zone-${active}` : nothing}
          aria-label=${msg('Find a time zone')}
          placeholder=${msg('Find a time zone')}
          autocomplete="off"
          spellcheck="false"
          .value=${this.#search}
          @input=${this.#typed}
          @keydown=${(event: KeyboardEvent) => this.#keyDown(event, shown)}
        />
      </div>
      <div id="zones" class="options" role="listbox" aria-label=${msg('Time zones')} tabindex="-1">
        ${shown.map(
          ({ zone, name }, index) =>
            html`<button
              type="button"
              tabindex="-1"
              id=${`zone-${index}`}
              part="option"
              class=${index === active ? 'menu-item active' : 'menu-item'}
              role="option"
              aria-selected=${zone === current}
              @click=${() => this.#choose(zone)}
            >
              <span class="tick">${zone === current ? icon('check') : nothing}</span>
              <span class="name">${name}</span>
              <span class="offset tabular">${zone === 'UTC' ? '' : zoneLabel(zone, atMs, uiLocale())}</span>
            </button>`,
        )}
      </div>
      <p class="rest" role="status">
        ${
          options.length === 0
            ? msg('No zone has such a name.')
            : options.length > maxShown
              ? msg(str`${options.length - maxShown} more: type a part of the name.`)
              : nothing
        }
      </p>
    </div>`;
  }

  readonly #typed = ({ target }: InputEvent): void => {
    if (!(target instanceof HTMLInputElement)) return;
    this.#search = target.value;
    this.#active = 0;
    this.#host.requestUpdate();
  };

  #keyDown(event: KeyboardEvent, shown: readonly ZoneOption[]): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const active = Math.min(this.#active, shown.length - 1);
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      this.#active = (active + step + shown.length) % shown.length;
      this.#host.requestUpdate();
      const list = event.currentTarget instanceof HTMLElement ? event.currentTarget.closest('.zone-menu') : null;
      list?.querySelector(`#zone-${this.#active}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = shown[active];
      if (chosen) this.#choose(chosen.zone);
    }
  }
}
