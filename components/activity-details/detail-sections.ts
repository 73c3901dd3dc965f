import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { layoutOf, placeIn, type Heading } from './detail-layout.js';

export interface DetailAttribute {
  readonly name: string;
  /** As filters compare them; one for each element of a list. */
  readonly values: readonly string[];
  /** Another source knew it: the record itself does not say so. */
  readonly isInferred?: boolean;
}
export interface DetailSection {
  readonly heading: Heading;
  readonly attributes: readonly DetailAttribute[];
}

const toValues = (value: AttributeValue): readonly string[] =>
  typeof value === 'object' ? value.map(String) : [String(value)];

/** Every attribute of an activity in the sections of its data source; what the catalogue does not know comes last, by name. */
export function detailSections(activity: Activity): readonly DetailSection[] {
  const layout = layoutOf(activity.type);
  const inferred = toValues(activity.attributes.get('inferred') ?? []);
  const placed = [...activity.attributes]
    .map(([name, value]) => ({ name, values: toValues(value), ...placeIn(layout, name) }))
    .sort((a, b) => a.section - b.section || a.at - b.at || (a.name < b.name ? -1 : 1));
  return layout.flatMap(({ heading }, section) => {
    const attributes = placed
      .filter((attribute) => attribute.section === section)
      .map(({ name, values }) => ({ name, values, ...(inferred.includes(name) && { isInferred: true }) }));
    return attributes.length > 0 ? [{ heading, attributes }] : [];
  });
}
