import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { inlineKey } from '../internal/direction.js';
import { msg } from '../internal/localise.js';
import type { CompletionController } from './completion-controller.js';
import { DraftMode, type DraftController } from './draft-controller.js';
import { fromFieldText, toFieldText } from './field-text.js';
import { mirrorTemplate } from './problem-mirror.js';

type Field = HTMLInputElement | HTMLTextAreaElement;

export interface FieldOptions {
  readonly draft: DraftController;
  readonly completion: CompletionController;
  readonly field: () => Field | null | undefined;
  /** Returns false where there is no chip. */
  readonly focusLastChip: () => boolean;
}

/** The field in which a filter is typed, with its keys, its suggestions and the marks under what is wrong. */
export class FieldController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: FieldOptions;

  constructor(host: ReactiveControllerHost, options: FieldOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#syncMirror();
  }

  /** `more`: there are conditions already. */
  render(more: boolean): TemplateResult {
    const { draft, completion } = this.#options;
    const { problems } = draft;
    const active = completion.open && completion.active >= 0 ? `option-${completion.active}` : nothing;
    const invalid = problems.length > 0;
    if (draft.mode === DraftMode.text) {
      return html`<div class="entry text">
        ${mirrorTemplate(toFieldText(draft.text), problems)}
        <textarea
          class="field"
          rows="1"
          aria-label=${msg('Filter as text')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls=${completion.open ? 'options' : nothing}
          aria-activedescendant=${active}
          aria-invalid=${invalid}
          aria-describedby=${invalid ? 'problem' : nothing}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${msg('comm = curl and namespace = shop')}
          .value=${live(toFieldText(draft.text))}
          @input=${this.#typed}
          @keydown=${this.#keyDown}
          @click=${this.#closeList}
        ></textarea>
      </div>`;
    }
    return html`<div class="entry">
      ${mirrorTemplate(toFieldText(draft.text), problems)}
      <input
        class="field"
        type="text"
        role="combobox"
        aria-label=${fieldLabel(draft)}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded=${completion.open}
        aria-controls=${completion.open ? 'options' : nothing}
        aria-activedescendant=${active}
        aria-invalid=${invalid}
        aria-describedby=${invalid ? 'problem' : nothing}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        placeholder=${more ? msg('Add a condition') : msg('Filter: comm = curl, or any text')}
        .value=${live(toFieldText(draft.text))}
        @input=${this.#typed}
        @keydown=${this.#keyDown}
        @paste=${this.#pasted}
        @scroll=${() => this.#syncMirror()}
        @click=${this.#closeList}
      />
    </div>`;
  }

  /** Takes a suggestion. A value ends its condition, which then takes effect. */
  accept(index: number, apply = true): void {
    const { draft, completion } = this.#options;
    const option = completion.options[index];
    const ends = option?.kind === 'value' && completion.expects === 'value' && (!completion.inList || draft.adding);
    const accepted = completion.accept(index);
    if (!accepted) return;
    draft.type(accepted.text);
    if (ends && apply && draft.mode === DraftMode.chips && draft.commit()) completion.close();
    else void this.continueAt(accepted.caret);
    this.#options.field()?.focus();
  }

  focusEnd(): void {
    void this.#host.updateComplete.then(() => {
      const field = this.#options.field();
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
    });
  }

  /** What was typed is applied when the person goes elsewhere; within the bar it stays as it is. */
  readonly focusOut = (event: FocusEvent): void => {
    const { currentTarget, relatedTarget } = event;
    if (currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return;
    this.#options.completion.close();
    this.#options.draft.commit();
  };

  /** The whole box is the field, as far as a pointer is concerned. */
  readonly boxPressed = (event: PointerEvent): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.closest('button, .field')) return;
    event.preventDefault();
    this.#options.field()?.focus();
  };

  /** The caret goes there, and what may stand there is offered. */
  async continueAt(caret: number): Promise<void> {
    await this.#host.updateComplete;
    const field = this.#options.field();
    field?.focus();
    field?.setSelectionRange(caret, caret);
    if (field) this.#options.completion.show(fromFieldText(field.value), caret);
  }

  readonly #typed = (): void => {
    const field = this.#options.field();
    if (!field) return;
    this.#options.draft.type(fromFieldText(field.value));
    this.#suggest(field);
  };

  #suggest(field: Field): void {
    this.#options.completion.show(fromFieldText(field.value), field.selectionStart ?? field.value.length);
  }

  /** A field of one line would join the lines without a space between. */
  readonly #pasted = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const field = this.#options.field();
    if (!field || !/[\r\n]/.test(text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = field;
    field.setRangeText(
      text.replaceAll(/\s*[\r\n]+\s*/g, ' '),
      selectionStart ?? value.length,
      selectionEnd ?? value.length,
      'end',
    );
    this.#typed();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    const field = this.#options.field();
    if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#act(event, field)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Returns whether the key was for us. */
  #act(event: KeyboardEvent, field: Field): boolean {
    const { draft, completion } = this.#options;
    const chosen = completion.open && completion.active >= 0;
    switch (inlineKey(event.key, field)) {
      case 'ArrowDown':
      case 'ArrowUp':
        return this.#moveInList(event.key === 'ArrowDown' ? 1 : -1, field);
      case 'Enter':
        if (event.shiftKey) return false;
        if (chosen) this.accept(completion.active);
        else if (draft.commit()) completion.close();
        return true;
      case 'Tab':
        if (chosen && !event.shiftKey) this.accept(completion.active, false);
        return chosen && !event.shiftKey;
      case 'Escape':
        if (!completion.open) return draft.reset();
        completion.close();
        return true;
      case 'Backspace':
      case 'ArrowLeft':
        if (draft.mode === DraftMode.text || field.selectionEnd !== 0 || event.shiftKey) return false;
        completion.close();
        return this.#options.focusLastChip();
      default:
        return false;
    }
  }

  #moveInList(step: number, field: Field): boolean {
    const { draft, completion } = this.#options;
    if (completion.open) completion.move(step);
    else if (draft.mode === DraftMode.text && field.value.includes('\n')) return false;
    else this.#suggest(field);
    return true;
  }

  readonly #closeList = (): void => this.#options.completion.close();

  #syncMirror(): void {
    const field = this.#options.field();
    const mirror = field?.parentElement?.querySelector('.mirror');
    // Reading where a field is scrolled to costs a layout; one that holds nothing is not.
    if (field?.value && mirror) mirror.scrollLeft = field.scrollLeft;
  }
}

function fieldLabel({ editing, adding }: DraftController): string {
  if (editing === null) return msg('Add a condition');
  return adding ? msg('Add another value') : msg('Change the condition');
}
