import type { ActivityStore } from '../../src/store/activity-store.js';
import { inlineKey } from '../internal/direction.js';
import { nextFoldMode } from './fold-control.js';
import { flowOf, opensByArrow } from './grid-navigation.js';
import type { GridPosition } from './grid-keys.js';
import type { RowCommands } from './row-commands.js';
import { foldOf, openedAround, type RowLine } from './row-line.js';
import type { RowValue } from './row-values.js';

export interface KeyTargets {
  readonly store: ActivityStore;
  /** By whose direction of text left and right are understood. */
  readonly element: HTMLElement;
  readonly commands: RowCommands;
  readonly find: () => void;
  readonly goTo: () => void;
  readonly help: () => void;
  readonly menu: () => void;
  /** Load what lies beyond the first or last line; for `row` of such a line. */
  readonly edge: () => void;
  /** Close the opened fold around the line and stand on its own line. */
  readonly closeAround: (line: RowLine) => void;
}

/** What the keys of the list do, movement apart. True where something was done. */
export function pressKey(
  event: KeyboardEvent,
  at: GridPosition,
  line: RowLine | undefined,
  value: RowValue | null,
  targets: KeyTargets,
): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f') return done(targets.find);
  if (ctrlKey || metaKey || altKey) return false;
  switch (key) {
    case '/':
      return done(targets.find);
    case 'g':
      return done(targets.goTo);
    case '?':
      return done(targets.help);
    case 'f':
      return done(() => targets.commands.fold(nextFoldMode(targets.store.view.fold)));
  }
  if (!line) return key === 'Enter' && done(targets.edge);
  return opensByArrow(inlineKey(key, flowOf(targets.element)), at, line)
    ? done(() => (foldOf(line) ? targets.commands.toggleFold(line) : targets.closeAround(line)))
    : onLine(event, line, value, targets);
}

function onLine(event: KeyboardEvent, line: RowLine, value: RowValue | null, targets: KeyTargets): boolean {
  const { commands } = targets;
  switch (event.key) {
    case 'Enter':
      return done(() => (foldOf(line) ? commands.toggleFold(line) : commands.open(line)));
    case 'Escape':
      return openedAround(line) !== null && done(() => targets.closeAround(line));
    case 'd':
      return done(() => commands.open(line));
    case 't':
      return done(() => commands.trace(line));
    case 'c':
      return done(() => commands.showAround(line));
    case 'x':
      return done(() => commands.leaveOut(line));
    case 'j':
      return done(() => commands.copyJson(line));
    case 'm':
    case 'ContextMenu':
      return done(targets.menu);
    case 'F10':
      return event.shiftKey && done(targets.menu);
    case '+':
    case '-':
      return value !== null && done(() => commands.filter(value, event.key === '-'));
    case 'y':
      return value !== null && done(() => commands.copyValue(value));
    case 'Y':
      return value !== null && done(() => commands.copyTerm(value));
    default:
      return false;
  }
}

function done(act: () => void): true {
  act();
  return true;
}
