import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { findAttribute } from '../../src/model/catalogue.js';
import { attributeCandidates } from '../../src/model/filter/candidates.js';
import { IntrinsicAttribute } from '../../src/model/filter/attribute-name.js';
import { groupingAttributes, mostGroupingLevels } from '../../src/model/groupings.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import { attributeLabel, attributesLabelled } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { OptionList } from '../internal/option-list.js';
import { renderText, spokenText } from '../internal/visible-text.js';

export interface GroupingEditorOptions {
  readonly apply: (attributes: readonly string[]) => void;
  readonly cancel: () => void;
  readonly present: () => Promise<readonly string[]>;
  readonly find: (selector: string) => HTMLElement | null | undefined;
}

/** Every activity would be a group of its own. */
const noGroups: readonly string[] = [IntrinsicAttribute.id, IntrinsicAttribute.timestamp];

/** What says where something happened: that is what people group by. */
function isPlace(name: string): boolean {
  const section = findAttribute(name)?.section;
  return section === 'scope' || section === 'container' || section === 'host';
}

/** A grouping of the person's own: attributes in order, added by name, moved and removed by pointer and by keys. */
export class GroupingEditor {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: GroupingEditorOptions;
  readonly #list: OptionList<string>;
  #levels: readonly string[] = [];
  #present: readonly string[] = [];
  #said: (() => string) | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, options: GroupingEditorOptions) {
    this.#host = host;
    this.#options = options;
    this.#list = new OptionList(host, 'levels', (name) => this.#add(name));
  }

  begin(levels: readonly string[]): void {
    this.#levels = levels;
    this.#said = null;
    this.#list.reset();
    // Where it fails the catalogue alone is on offer, and any name can be typed.
    void this.#options
      .present()
      .then((names) => {
        this.#present = names;
        this.#host.requestUpdate();
      })
      .catch(toldElsewhere);
  }

  focus(): void {
    this.#list.focus();
  }

  render(): TemplateResult {
    const full = this.#levels.length >= mostGroupingLevels;
    return html`<div class="menu-heading" id="levels-heading">${msg('Group by, outermost first')}</div>
      <ol class="levels-list" aria-labelledby="levels-heading">
        ${repeat(
          this.#levels,
          (name) => name,
          (name, at) => this.#renderLevel(name, at),
        )}
      </ol>
      ${this.#list.render({
        find: msg('Add an attribute'),
        list: msg('Attributes'),
        options: full ? [] : this.#candidates(),
        content: (name) =>
          html`<span class="words"
            ><span class="title">${renderText(attributeLabel(name), 60)}</span
            ><span class="levels mono">${renderText(name, 80)}</span></span
          >`,
        ...(full && { none: msg(str`${mostGroupingLevels} levels are the most.`) }),
      })}
      <div class="menu-foot">
        <button type="button" part="button" class="button small quiet" @click=${this.#options.cancel}>
          ${msg('Back')}
        </button>
        <button
          type="button"
          part="button"
          class="button small primary"
          ?disabled=${this.#levels.length === 0}
          @click=${() => this.#options.apply(this.#levels)}
        >
          ${msg('Group')}
        </button>
      </div>
      <span class="visually-hidden" role="status">${this.#said?.() ?? nothing}</span>`;
  }

  #renderLevel(name: string, at: number): TemplateResult {
    const label = spokenText(attributeLabel(name), 60);
    const button = (
      symbol: 'chevron-up' | 'chevron-down' | 'close',
      text: string,
      enabled: boolean,
      run: () => void,
    ): TemplateResult =>
      html`<button
        type="button"
        part="button"
        class="icon-button small"
        aria-label=${text}
        title=${text}
        aria-disabled=${!enabled}
        @click=${() => enabled && run()}
      >
        ${icon(symbol)}
      </button>`;
    return html`<li
      class="level"
      @keydown=${(event: KeyboardEvent) => {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (event.key === 'Delete') this.#remove(at);
        else if (step !== 0) this.#move(at, step);
        else return;
        event.preventDefault();
      }}
    >
      <span class="number tabular" aria-hidden="true">${at + 1}</span>
      <span class="title" title=${spokenText(name)}>${renderText(attributeLabel(name), 60)}</span>
      ${button('chevron-up', msg(str`Move ${label} outwards`), at > 0, () => this.#move(at, -1))}
      ${button('chevron-down', msg(str`Move ${label} inwards`), at < this.#levels.length - 1, () => this.#move(at, 1))}
      ${button('close', msg(str`Remove ${label}`), true, () => this.#remove(at))}
    </li>`;
  }

  /** What the catalogue and the data have, and what was typed where it is neither. */
  #candidates(): readonly string[] {
    const typed = this.#list.search.trim();
    const named = [
      ...attributeCandidates(typed, this.#present).map(({ text }) => text),
      ...attributesLabelled(typed).map(({ name }) => name),
    ];
    const known = [...new Set(named)].filter((name) => !this.#levels.includes(name) && !noGroups.includes(name));
    const [own] = groupingAttributes([typed]);
    if (typed === '') return [...known.filter(isPlace), ...known.filter((name) => !isPlace(name))];
    const isNew = own !== undefined && !this.#levels.includes(own) && !known.includes(own) && !noGroups.includes(own);
    return isNew ? [...known, own] : known;
  }

  #add(name: string): void {
    this.#levels = groupingAttributes([...this.#levels, name]);
    this.#list.reset();
    const level = this.#levels.length;
    this.#said = () => msg(str`${spokenText(attributeLabel(name), 60)} is level ${level}.`);
    void this.#host.updateComplete.then(() => this.focus());
  }

  #move(at: number, step: number): void {
    const name = this.#levels[at];
    const other = this.#levels[at + step];
    if (name === undefined || other === undefined) return;
    this.#levels = this.#levels.map((one) => (one === name ? other : one === other ? name : one));
    this.#said = () => msg(str`${spokenText(attributeLabel(name), 60)} is level ${at + step + 1}.`);
    this.#host.requestUpdate();
    // The button moves with its level and loses the focus on the way.
    const focused = this.#focusedButton();
    void this.#host.updateComplete.then(() => this.#focusLevel(at + step, focused));
  }

  #remove(at: number): void {
    const name = this.#levels[at] ?? '';
    this.#levels = this.#levels.filter((_, index) => index !== at);
    this.#said = () => msg(str`${spokenText(attributeLabel(name), 60)} is removed.`);
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      if (this.#levels.length === 0) this.focus();
      else this.#focusLevel(Math.min(at, this.#levels.length - 1), 2);
    });
  }

  #focusedButton(): number {
    const focused = this.#options.find('.level button:focus');
    return focused
      ? [...(focused.parentElement?.querySelectorAll('button') ?? [])].indexOf(focused as HTMLButtonElement)
      : 2;
  }

  #focusLevel(at: number, button: number): void {
    this.#options.find(`.level:nth-child(${at + 1}) button:nth-of-type(${button + 1})`)?.focus();
  }
}
