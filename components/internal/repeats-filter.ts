/** Leaving out everything like one activity: several values at once, which must hold together to be left out. */
import { ActivityType, type Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import { ActivityFilterEvent, type NamedValue } from './events.js';

/** What says what was done, wherever it was done. */
const telling: Readonly<Record<ActivityType, readonly string[]>> = {
  [ActivityType.command]: ['comm', 'cmdline'],
  [ActivityType.connection]: ['processName', 'comm', 'direction', 'serverIp', 'serverPort'],
  [ActivityType.kubernetes]: ['username', 'command', 'name'],
  [ActivityType.fileaccess]: ['directory', 'filename', 'comm'],
};

function tellingValues(activity: Activity): readonly NamedValue[] {
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

/** Null for an activity of which nothing telling is known. */
export function leavingOut(activity: Activity): ActivityFilterEvent | null {
  const [first, ...more] = tellingValues(activity);
  return first ? new ActivityFilterEvent(first.attribute, first.value, true, more) : null;
}
