import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { zoneLabel } from '../../src/format/time-zone.js';
import { resolveZone } from '../../src/model/time-zone.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { OptionList } from '../internal/option-list.js';

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

/** The list of time zones, each with what it is ahead of UTC. */
export class ZoneMenu {
  readonly #list: OptionList<ZoneOption>;

  constructor(host: ReactiveControllerHost & HTMLElement, choose: (zone: string) => void) {
    this.#list = new OptionList(host, 'zone', ({ zone }) => choose(zone));
  }

  reset(): void {
    this.#list.reset();
  }

  focus(): void {
    this.#list.focus();
  }

  render(current: string, atMs: number): TemplateResult {
    return html`<div class="option-menu">
      ${this.#list.render({
        find: msg('Find a time zone'),
        list: msg('Time zones'),
        options: zoneOptions(this.#list.search),
        isChosen: ({ zone }) => zone === current,
        content: ({ zone, name }) =>
          html`<span class="name">${name}</span>
            <span class="offset tabular">${zone === 'UTC' ? '' : zoneLabel(zone, atMs, uiLocale())}</span>`,
        none: msg('No zone has such a name.'),
      })}
    </div>`;
  }
}
