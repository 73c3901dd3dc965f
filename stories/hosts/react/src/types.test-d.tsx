/** What the compiler must refuse. Checked by `tsc`, never run. */
import type {} from 'activity-audit-elements/react';

export const wrong = [
  // @ts-expect-error A filter is a text.
  <activity-audit file={42} />,
  // @ts-expect-error The event of another element.
  <time-bar onactivity-range={(event) => event.activity} />,
  // @ts-expect-error The event has no such member.
  <activity-list onactivity-select={(event) => event.row} />,
];
