import { buttonStyles } from '../internal/buttons.js';
import { popoverStyles } from '../internal/popover.js';
import { stateStyles } from '../internal/states.js';
import { badgeStyles } from '../internal/badge-styles.js';
import { densityStyles } from '../internal/density-styles.js';
import { forcedSelection } from '../internal/forced-colours.js';
import { tokens } from '../internal/tokens.js';
import { valueChipStyles } from '../internal/value-chip.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { columnStyles } from './column-styles.js';
import { listStyles } from './list-styles.js';
import { narrowStyles } from './narrow-styles.js';
import { noticeStyles } from './notice-styles.js';
import { rowPartStyles } from './row-part-styles.js';
import { rowStyles } from './row-styles.js';
import { toolStyles } from './tool-styles.js';

/** In the order in which later ones refine earlier ones. */
export const allListStyles = [
  tokens,
  densityStyles,
  badgeStyles,
  buttonStyles,
  popoverStyles,
  stateStyles,
  visibleTextStyles,
  valueChipStyles,
  listStyles,
  noticeStyles,
  rowStyles,
  rowPartStyles,
  columnStyles,
  toolStyles,
  narrowStyles,
  forcedSelection,
];
