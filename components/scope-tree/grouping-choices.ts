import { findGrouping, groupingAttributes, groupings, type GroupingChoice } from '../../src/model/groupings.js';

/** What there is to choose from, and what comes of a choice. */
export interface GroupingOptions {
  /** The host's own, offered before ours. */
  readonly own: () => readonly GroupingChoice[];
  readonly current: () => readonly string[];
  /** Names of attributes that the data has. */
  readonly present: () => Promise<readonly string[]>;
  readonly choose: (attributes: readonly string[]) => void;
}

/** What is on offer: the host's own, then ours; the host's come first where both have the same attributes. */
export function groupingChoices(own: readonly GroupingChoice[]): readonly GroupingChoice[] {
  const fit = own
    .map((choice) => ({ ...choice, attributes: groupingAttributes(choice.attributes) }))
    .filter(({ attributes }) => attributes.length > 0);
  return [...fit, ...groupings.filter(({ attributes }) => !findGrouping(attributes, fit))];
}
