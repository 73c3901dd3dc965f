import { html, type TemplateResult } from 'lit';
import { msg } from '../internal/localise.js';
import { popoverHead } from '../internal/popover-head.js';

const keys = (): readonly (readonly [keys: readonly string[], what: string])[] => [
  [['↑', '↓'], msg('row by row; Page Up, Page Down, Home, End go further')],
  [['→', '←'], msg('value by value; on a fold, open and close it')],
  [['Enter'], msg('open the details, or a fold')],
  [['d'], msg('open the details')],
  [['+', '-'], msg('only this value, leave this value out')],
  [['x'], msg('leave out all like this')],
  [['f'], msg('fold repeats: off, in a row, all')],
  [['t'], msg('trace, or who did this')],
  [['c'], msg('what happened around this')],
  [['y', 'Y'], msg('copy the value, or the value as filter')],
  [['j'], msg('copy the row as JSON')],
  [['/', 'Ctrl F'], msg('find in the list')],
  [['g'], msg('go to a time')],
  [['m'], msg('all actions of the row')],
  [['?'], msg('these keys')],
];

export const keyTable = (close: () => void): TemplateResult =>
  html`${popoverHead(msg('Keys of the list'), close)}
    <dl>
      ${keys().map(
        ([names, what]) =>
          html`<div>
            <dt>${names.map((name) => html`<kbd>${name}</kbd>`)}</dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>`;
