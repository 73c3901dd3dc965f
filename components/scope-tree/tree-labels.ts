/** Names of groupings, of entities and of the bucket of those that have no label. */
import { groupings, type GroupingChoice } from '../../src/model/groupings.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { msg, str } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

/** Of an entity, in characters; the rest is cut. */
export const longestName = 300;

const labels: ReadonlyMap<string, () => string> = new Map([
  ['workloads', () => msg('Workloads and pods')],
  ['clusters-nodes', () => msg('Clusters and nodes')],
  ['cluster-deployments', () => msg('Deployments and pods, by cluster')],
  ['deployments', () => msg('Deployments and pods')],
  ['services', () => msg('Services')],
  ['stateful-sets', () => msg('Stateful sets')],
  ['daemon-sets', () => msg('Daemon sets')],
  ['replica-sets', () => msg('Replica sets')],
  ['hosts-containers', () => msg('Hosts and containers')],
]);

/** A grouping of the host's own has the host's own label. */
export function groupingLabel(choice: GroupingChoice): string {
  return (groupings.includes(choice) && labels.get(choice.id)?.()) || choice.label;
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
