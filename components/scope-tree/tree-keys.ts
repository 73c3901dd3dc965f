import { inlineKey } from '../internal/direction.js';
import { entityText } from './tree-labels.js';
import type { TreeLine } from './tree-lines.js';

export interface TreeKeysOptions {
  readonly lines: () => readonly TreeLine[];
  /** Position of the line that has the focus; -1: none. */
  readonly activeAt: () => number;
  readonly pageLines: () => number;
  readonly activate: (line: TreeLine) => void;
  readonly setOpen: (lines: readonly TreeLine[], open: boolean) => void;
  readonly choose: (line: TreeLine) => void;
  readonly filter: (line: TreeLine, negated: boolean) => void;
  /** False: there was no scope to leave. */
  readonly leaveScope: () => boolean;
}

const forgetTypedAfterMs = 700;

/** The keys of a tree, as the ARIA authoring practices have them; + and − filter by the entity instead of opening it. */
export class TreeKeys {
  readonly #options: TreeKeysOptions;
  #typed = '';
  #typedAt = 0;

  constructor(options: TreeKeysOptions) {
    this.#options = options;
  }

  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const tree = event.currentTarget;
    const key = tree instanceof Element ? inlineKey(event.key, tree) : event.key;
    if (!this.#act(key, event.timeStamp)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #act(key: string, atMs: number): boolean {
    const { lines, activeAt, activate, setOpen, choose, filter, leaveScope, pageLines } = this.#options;
    const all = lines();
    const at = activeAt();
    const line = all[at];
    const go = (index: number): true => {
      const next = all[Math.max(0, Math.min(all.length - 1, index))];
      if (next) activate(next);
      return true;
    };
    switch (key) {
      case 'ArrowDown':
        return go(at + 1);
      case 'ArrowUp':
        return go(at - 1);
      case 'PageDown':
        return go(at + pageLines());
      case 'PageUp':
        return go(at - pageLines());
      case 'Home':
        return go(0);
      case 'End':
        return go(all.length - 1);
      case 'Escape':
        return leaveScope();
    }
    if (!line) return false;
    if (key.length === 1 && this.#isTyping(atMs) && this.#type(key, atMs)) return true;
    switch (key) {
      case 'ArrowRight':
        if (line.expanded) return go(at + 1);
        if (line.expandable) setOpen([line], true);
        return true;
      case 'ArrowLeft':
        if (line.expanded) setOpen([line], false);
        else if (line.parent) activate(line.parent);
        return true;
      case 'Enter':
      case ' ':
        choose(line);
        return true;
      case '*':
        setOpen(
          all.filter((sibling) => sibling.parent === line.parent && sibling.expandable),
          true,
        );
        return true;
      case '+':
      case '-':
        if (line.attribute !== null) filter(line, key === '-');
        return true;
    }
    return key.length === 1 && this.#type(key, atMs);
  }

  #isTyping(atMs: number): boolean {
    return this.#typed !== '' && atMs - this.#typedAt < forgetTypedAfterMs;
  }

  /**
   * The next line whose name begins with what was typed; the same letter again goes on to the next one. False where no name does: then a
   * space or a sign within a name has its own meaning again.
   */
  #type(key: string, atMs: number): boolean {
    const typed = (this.#isTyping(atMs) ? this.#typed : '') + key.toLowerCase();
    const letter = typed.charAt(0);
    const repeated = [...typed].every((one) => one === letter);
    const found = this.#startingWith(repeated ? letter : typed, repeated ? 1 : 0);
    if (!found) return false;
    this.#typed = typed;
    this.#typedAt = atMs;
    this.#options.activate(found);
    return true;
  }

  #startingWith(wanted: string, fromStep: number): TreeLine | undefined {
    const all = this.#options.lines();
    const at = Math.max(0, this.#options.activeAt()) + fromStep;
    return [...all.slice(at), ...all.slice(0, at)].find(
      ({ attribute, value }) => attribute !== null && entityText(attribute, value).toLowerCase().startsWith(wanted),
    );
  }
}
