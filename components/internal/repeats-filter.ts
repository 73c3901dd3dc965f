/** Leaving out everything like one activity: several values at once, which must hold together to be left out. */
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { append, toggleTerm } from '../../src/model/filter/edit.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ActivityFilterEvent } from './events.js';

export interface AttributeWithValue {
  readonly attribute: string;
  readonly value: string;
}

/** What says what was done, wherever it was done. */
const telling: Readonly<Record<ActivityType, readonly string[]>> = {
  [ActivityType.command]: ['comm', 'cmdline'],
  [ActivityType.connection]: ['processName', 'comm', 'direction', 'serverIp', 'serverPort'],
  [ActivityType.kubernetes]: ['username', 'command', 'name'],
  [ActivityType.fileaccess]: ['directory', 'filename', 'comm'],
};

/**
 * An `activity-filter` that leaves out what has all of some values together. `attribute` and `value` are the first of them; a host that takes
 * over finds all in `together`.
 */
export class RepeatsFilterEvent extends ActivityFilterEvent {
  constructor(readonly together: readonly [AttributeWithValue, ...AttributeWithValue[]]) {
    super(together[0].attribute, together[0].value, true);
  }
}

/** Empty for an activity of which nothing telling is known. */
export function tellingValues(activity: Activity): readonly AttributeWithValue[] {
  const values = telling[activity.type].flatMap((attribute) => {
    const value = attributeText(activity, attribute);
    return value === undefined ? [] : [{ attribute, value }];
  });
  // One attribute that says what another one says already.
  return values.filter(
    ({ attribute, value }) =>
      attribute !== 'comm' || !values.some((other) => other.attribute !== 'comm' && other.value === value),
  );
}

/** What would be added to the filter. */
export function leavingOut(together: readonly AttributeWithValue[]): Filter {
  const [only] = together;
  if (together.length === 1 && only) return toggleTerm({ kind: 'and', terms: [] }, only.attribute, only.value, true);
  return {
    kind: 'not',
    term: {
      kind: 'and',
      terms: together.map(({ attribute, value }) => ({
        kind: 'comparison',
        attribute,
        operator: '=',
        value: { text: value, pattern: false },
      })),
    },
  };
}

/** Announces it and, unless a host prevented it, adds it to the view's filter. */
export function requestLeavingOut(host: EventTarget, store: ActivityStore, activity: Activity): void {
  const [first, ...more] = tellingValues(activity);
  if (!first || !host.dispatchEvent(new RepeatsFilterEvent([first, ...more]))) return;
  const { filter } = store.parsed;
  const next =
    more.length === 0
      ? toggleTerm(filter, first.attribute, first.value, true)
      : append(filter, leavingOut([first, ...more]));
  store.setView({ filterText: printFilter(next) });
}
