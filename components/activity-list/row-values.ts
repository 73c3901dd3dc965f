import { ActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { summaryAttributes } from '../../src/model/catalogue.js';

/** One value in a row. */
export interface RowValue {
  readonly attribute: string;
  /** As filters compare it. */
  readonly value: string;
  readonly emphasised: boolean;
  /** Decoration between the value before and this one. */
  readonly joint: '' | ':' | '/' | '→';
  /** Follows the value before without a space. */
  readonly joined: boolean;
  /** Put in brackets because a port follows. */
  readonly bracketed: boolean;
  /** Keeps its width; the others give way where the row is too narrow. */
  readonly short: boolean;
  /** Whether the row must name the attribute because it is not one that people expect there. */
  readonly named: boolean;
}

const maxListed = 3;
const maxUnforeseen = 6;
const shortAttributes: ReadonlySet<string> = new Set([
  'comm',
  'processName',
  'cwd',
  'uid',
  'pid',
  'ppid',
  'loginShellId',
  'direction',
  'l4protocol',
  'clientPort',
  'serverPort',
  'clientIp',
  'serverIp',
  'permissions',
  'sourceAddresses',
  'username',
]);
/** What is longer gives way, whatever its attribute. */
const shortLength = 40;
const shortPathLength = 20;

const cache = new WeakMap<Activity, readonly RowValue[]>();

/** What a row shows, in the order of the catalogue; an activity with none of that shows its first attributes by name. */
export function rowValues(activity: Activity): readonly RowValue[] {
  let values = cache.get(activity);
  if (!values) {
    values = summarise(activity);
    cache.set(activity, values);
  }
  return values;
}

function elements(value: AttributeValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value.slice(0, maxListed) : [String(value)];
}

function summarise(activity: Activity): readonly RowValue[] {
  const { type, attributes } = activity;
  const names = summaryAttributes[type].filter((name) => attributes.has(name));
  const unforeseen = names.length === 0;
  const shown = unforeseen ? [...attributes.keys()].slice(0, maxUnforeseen) : names;
  const values: RowValue[] = [];
  for (const [at, attribute] of shown.entries()) {
    for (const value of elements(attributes.get(attribute))) {
      values.push({
        attribute,
        value,
        emphasised: !unforeseen && (at === 0 || (type === ActivityType.fileaccess && attribute === 'filename')),
        joint: jointBefore(attribute, shown[at - 1], values.at(-1)?.value),
        joined: isAddressBeforePort(shown[at - 1], attribute) || isPath(shown[at - 1], attribute),
        bracketed: value.includes(':') && isAddressBeforePort(attribute, shown[at + 1]),
        short: value.length <= (attribute === 'cwd' ? shortPathLength : shortLength) && shortAttributes.has(attribute),
        named: unforeseen,
      });
    }
  }
  return values;
}

function isPath(before: string | undefined, attribute: string): boolean {
  return before === 'directory' && attribute === 'filename';
}

function isAddressBeforePort(attribute: string | undefined, next: string | undefined): boolean {
  return (attribute === 'clientIp' && next === 'clientPort') || (attribute === 'serverIp' && next === 'serverPort');
}

function jointBefore(attribute: string, before: string | undefined, valueBefore = ''): RowValue['joint'] {
  if (isAddressBeforePort(before, attribute)) return ':';
  if (attribute === 'serverIp' && (before === 'clientPort' || before === 'clientIp')) return '→';
  return isPath(before, attribute) && !valueBefore.endsWith('/') ? '/' : '';
}
