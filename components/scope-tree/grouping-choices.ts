import { findGrouping, groupingAttributes, groupings, type GroupingChoice } from '../../src/model/groupings.js';

/** What is on offer: the host's own, then ours; the host's come first where both have the same attributes. */
export function groupingChoices(own: readonly GroupingChoice[]): readonly GroupingChoice[] {
  const fit = own
    .map((choice) => ({ ...choice, attributes: groupingAttributes(choice.attributes) }))
    .filter(({ attributes }) => attributes.length > 0);
  return [...fit, ...groupings.filter(({ attributes }) => !findGrouping(attributes, fit))];
}
