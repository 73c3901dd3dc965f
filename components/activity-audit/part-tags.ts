import { unsafeStatic, type StaticValue } from 'lit/static-html.js';

/** The elements that the whole view is made of. */
export type PartName =
  | 'activity-provider'
  | 'filter-bar'
  | 'frequency-graph'
  | 'time-bar'
  | 'scope-tree'
  | 'activity-list'
  | 'activity-details'
  | 'activity-export'
  | 'trace-view';

const tagPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;
const tags = new Map<PartName, string>();

/**
 * Registers a part under its own name, or, where the page has an element of that name already, under one with our prefix. One that the page has
 * registered itself keeps the name that it was given. Safe to call again, and with a second copy of this library on the page.
 */
export function definePart(name: PartName, create: CustomElementConstructor): void {
  let tag = customElements.getName(create);
  if (!tag) {
    tag = name;
    for (let at = 1; customElements.get(tag); at += 1) tag = `activity-audit-${name}${at > 1 ? `-${at}` : ''}`;
    customElements.define(tag, create);
  }
  tags.set(name, tag);
}

/** The tag under which a part was registered. */
export function partTag(name: PartName): StaticValue {
  const tag = tags.get(name) ?? name;
  if (!tagPattern.test(tag)) throw new RangeError(`"${tag}" is no name for a custom element.`);
  return unsafeStatic(tag);
}

/** All parts of the elements inside, as if they were of this one. */
export const innerParts =
  'button, choices, field, panel, option, badge, notice, state, head, row, chip, box, summary, plot, legend, read-out, section, toolbar, foot';
