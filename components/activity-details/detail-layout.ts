import { ActivityType } from '../../src/model/activity.js';
import { catalogue, findAttribute, sections, type Section } from '../../src/model/catalogue.js';

/** Sections of the catalogue, and those that only the details have. */
export type Heading = Section | 'ids';

export interface LayoutSection {
  readonly heading: Heading;
  /** In this order; what else the catalogue puts under one of `takes` follows. */
  readonly names: readonly string[];
  readonly takes: readonly Section[];
}

const names = (section: Section): readonly string[] =>
  catalogue.filter((entry) => entry.section === section).map(({ name }) => name);

const own = (section: Section, first: readonly string[] = []): LayoutSection => ({
  heading: section,
  names: [...first, ...names(section).filter((name) => !first.includes(name))],
  takes: [section],
});

const container = own('container', ['containerId', 'container.name']);
const process = own('process', ['processName', 'comm', 'pid', 'ppid', 'cmdline']);

/** What an investigator looks for first in each data source stands first. */
const layouts: Readonly<Record<ActivityType, readonly LayoutSection[]>> = {
  [ActivityType.command]: [
    {
      heading: 'process',
      names: ['comm', 'cmdline', 'cwd', 'procExepath', 'exitCode', 'signal', 'exitedAt', 'count'],
      takes: ['process'],
    },
    own('scope'),
    own('host'),
    container,
    {
      heading: 'ids',
      names: ['pid', 'ppid', 'pcomm', 'uid', 'username', 'userLoginUid', 'userLoginName', 'loginShellId'],
      takes: ['user', 'session'],
    },
  ],
  [ActivityType.connection]: [own('connection'), own('scope'), own('host'), process, container],
  [ActivityType.kubernetes]: [
    {
      heading: 'request',
      names: ['resource', 'name', 'subResource', 'command', 'container'],
      takes: ['request'],
    },
    own('user', ['username', 'groups', 'userAgent', 'sourceAddresses']),
    own('scope'),
    container,
    own('host'),
    {
      heading: 'session',
      names: ['startedAt', 'completedAt', 'statusCode', 'decision', 'auditId'],
      takes: ['session'],
    },
  ],
  [ActivityType.fileaccess]: [
    own('file'),
    own('process', ['comm', 'pid', 'ppid', 'cmdline']),
    own('scope'),
    own('host'),
    container,
  ],
};

/** Every attribute has its place: the sections of the data source, the others of the catalogue behind them, what nobody knows at the end. */
export function layoutOf(type: ActivityType): readonly LayoutSection[] {
  const layout = layouts[type];
  const taken = new Set(layout.flatMap(({ takes }) => takes));
  const rest = sections.filter((section) => !taken.has(section) && section !== 'other');
  return [...layout, ...rest.map((section) => own(section)), { heading: 'other', names: [], takes: ['other'] }];
}

/** Position of an attribute in a layout; what the layout does not name stands behind what it names, in the order of the catalogue, then by name. */
export function placeIn(
  layout: readonly LayoutSection[],
  name: string,
): { readonly section: number; readonly at: number } {
  const named = layout.findIndex((section) => section.names.includes(name));
  if (named >= 0) return { section: named, at: layout[named]?.names.indexOf(name) ?? 0 };
  const definition = findAttribute(name);
  const section = definition?.name === name ? definition.section : 'other';
  const at = definition?.name === name ? catalogue.indexOf(definition) : catalogue.length;
  return { section: layout.findIndex(({ takes }) => takes.includes(section)), at: 1_000 + at };
}
