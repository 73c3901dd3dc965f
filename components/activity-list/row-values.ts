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
/** Long names are cut, whatever their attribute. */
const shortLength = 40;

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
        bracketed: value.includes(':') && isAddressBeforePort(attribute, shown[at + 1]),
        short: shortAttributes.has(attribute) && value.length <= shortLength,
        named: unforeseen,
      });
    }
  }
  return values;
}

function isAddressBeforePort(attribute: string, next: string | undefined): boolean {
  return (attribute === 'clientIp' && next === 'clientPort') || (attribute === 'serverIp' && next === 'serverPort');
}

function jointBefore(attribute: string, before: string | undefined, valueBefore = ''): RowValue['joint'] {
  if (before !== undefined && isAddressBeforePort(before, attribute)) return ':';
  if (attribute === 'serverIp' && (before === 'clientPort' || before === 'clientIp')) return '→';
  return attribute === 'filename' && before === 'directory' && !valueBefore.endsWith('/') ? '/' : '';
}
