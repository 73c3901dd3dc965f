/** Names of groupings, of entities and of the bucket of those that have no label. */
import { groupings, type GroupingChoice } from '../../src/model/groupings.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { knownMessage, msg, str } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

/** Of an entity, in characters; the rest is cut. */
export const longestName = 300;

/** A grouping of the host's own has the host's own label. */
export function groupingLabel(choice: GroupingChoice): string {
  return groupings.includes(choice) ? knownMessage(choice.label) : choice.label;
}

/** `Namespace › Deployment › Pod`. */
export function levelsText(attributes: readonly string[]): string {
  return attributes.map((name) => spokenText(attributeLabel(name), 40)).join(' \u203a ');
}

/** Only the first letter, and not that of an abbreviation: `No MAC address`, `No process ID`. */
function within(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** `No deployment`: never a word that an entity could be called. */
export function noLabelText(attribute: string): string {
  const known = attributeLabel(attribute);
  const label = known === attribute ? spokenText(attribute, 60) : within(known);
  return msg(str`No ${label}`);
}

/** For names that are spoken; hidden characters are written out. */
export function entityText(attribute: string, value: string | null): string {
  if (value === null) return noLabelText(attribute);
  return value === '' ? msg('empty') : spokenText(value, longestName);
}
