import { FoldMode } from '../../src/model/query.js';
import type { ViewState } from '../../src/model/view-state.js';
import { attributeLabel } from '../internal/attribute-label.js';
import type { IconName } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { leavingOut } from '../internal/repeats-filter.js';
import { spokenText } from '../internal/visible-text.js';
import type { RowCommands } from './row-commands.js';
import { foldOf, openedAround, type RowLine } from './row-line.js';
import type { RowValue } from './row-values.js';
import { canTrace, traceLabel, traceRemark } from './trace-button.js';

export interface MenuItem {
  readonly icon: IconName;
  readonly label: string;
  /** A second line: what exactly will happen, or why nothing can. */
  readonly detail?: string | undefined;
  /** The key that does the same without the menu. */
  readonly key?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

const shown = (text: string): string => spokenText(text, 60);

/** Groups of what can be done with a line and, where the menu was opened on one, with a value of it. */
export function rowMenuItems(
  commands: RowCommands,
  view: ViewState,
  line: RowLine,
  value: RowValue | null,
): readonly (readonly MenuItem[])[] {
  return [
    value ? valueItems(commands, value) : [],
    lineItems(commands, line),
    repeatItems(commands, view, line),
  ].concat([
    [
      {
        icon: 'copy',
        label: msg('Copy row as JSON'),
        key: 'j',
        run: () => commands.copyJson(line),
      },
    ],
  ]);
}

function valueItems(commands: RowCommands, value: RowValue): readonly MenuItem[] {
  const name = `${shown(attributeLabel(value.attribute))} ${shown(value.value)}`;
  return [
    { icon: 'plus', label: msg(str`Only ${name}`), key: '+', run: () => commands.filter(value, false) },
    { icon: 'minus', label: msg(str`Leave out ${name}`), key: '-', run: () => commands.filter(value, true) },
    { icon: 'copy', label: msg('Copy value'), key: 'y', run: () => commands.copyValue(value) },
    {
      icon: 'copy',
      label: msg('Copy as filter'),
      detail: shown(`${value.attribute} = "${value.value}"`),
      key: 'Y',
      run: () => commands.copyTerm(value),
    },
  ];
}

function lineItems(commands: RowCommands, line: RowLine): readonly MenuItem[] {
  const { activity } = line;
  return [
    { icon: 'panel', label: msg('Open the details'), key: 'd', run: () => commands.open(line) },
    {
      icon: 'layers',
      label: traceLabel(activity),
      detail: traceRemark(activity) ?? undefined,
      key: 't',
      disabled: !canTrace(activity),
      run: () => commands.trace(line),
    },
    { icon: 'clock', label: msg('What happened around this'), key: 'c', run: () => commands.showAround(line) },
  ];
}

function repeatItems(commands: RowCommands, { fold }: ViewState, line: RowLine): readonly MenuItem[] {
  const items: MenuItem[] = [];
  const around = foldOf(line) ?? openedAround(line);
  if (around)
    items.push({
      icon: around.unfolded ? 'chevron-up' : 'chevron-down',
      label: around.unfolded ? msg('Close this fold') : msg('Show the repeats one by one'),
      key: '→',
      run: () => commands.toggleFold(line),
    });
  if (fold !== FoldMode.interleaved)
    items.push({
      icon: 'filter',
      label: msg('Fold repeats like this'),
      key: 'f',
      run: () => commands.fold(FoldMode.interleaved),
    });
  const event = leavingOut(line.activity);
  if (event)
    items.push({
      icon: 'minus',
      label: msg('Leave out all like this'),
      detail: spokenText(event.term, 90),
      key: 'x',
      run: () => commands.leaveOut(line),
    });
  return items;
}
