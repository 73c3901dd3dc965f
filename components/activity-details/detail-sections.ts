import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { catalogue, findAttribute, sections, type Section } from '../../src/model/catalogue.js';

export interface DetailAttribute {
  readonly name: string;
  /** As filters compare them; one for each element of a list. */
  readonly values: readonly string[];
}
export interface DetailSection {
  readonly section: Section;
  readonly attributes: readonly DetailAttribute[];
}

const catalogueOrder: ReadonlyMap<string, number> = new Map(catalogue.map(({ name }, at) => [name, at]));

const toValues = (value: AttributeValue): readonly string[] =>
  typeof value === 'object' ? value.map(String) : [String(value)];

/** Every attribute of an activity in the order of the catalogue; what it does not know comes last, by name. */
export function detailSections(activity: Activity): readonly DetailSection[] {
  const bySection = new Map<Section, DetailAttribute[]>();
  const names = [...activity.attributes.keys()].sort(
    (a, b) =>
      (catalogueOrder.get(a) ?? Number.MAX_SAFE_INTEGER) - (catalogueOrder.get(b) ?? Number.MAX_SAFE_INTEGER) ||
      (a < b ? -1 : 1),
  );
  for (const name of names) {
    const value = activity.attributes.get(name);
    if (value === undefined) continue;
    const definition = findAttribute(name);
    const section = definition?.name === name ? definition.section : 'other';
    const attributes = bySection.get(section) ?? [];
    attributes.push({ name, values: toValues(value) });
    bySection.set(section, attributes);
  }
  return sections.flatMap((section) => {
    const attributes = bySection.get(section);
    return attributes ? [{ section, attributes }] : [];
  });
}
