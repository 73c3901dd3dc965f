import { useState } from 'react';
import type { ActivitySelectEvent } from 'activity-audit-elements';
import type {} from 'activity-audit-elements/react';
import 'activity-audit-elements/components/activity-list/define.js';
import 'activity-audit-elements/components/activity-provider/define.js';
import 'activity-audit-elements/components/filter-bar/define.js';
import 'activity-audit-elements/components/frequency-graph/define.js';

/** Four elements of their own in place of the whole view, each imported by itself. */
export function App() {
  const [opened, setOpened] = useState('Nothing opened yet.');
  const select = (event: ActivitySelectEvent) => setOpened(`Opened: ${event.activity?.id ?? 'nothing'}`);
  return (
    <>
      <h1>A React page</h1>
      <p id="opened">{opened}</p>
      <activity-provider file="activities.ndjson" window="all" timeZone="UTC">
        <filter-bar noHistory />
        <frequency-graph />
        <activity-list density="compact" onactivity-select={select} style={{ height: '24rem' }} />
      </activity-provider>
    </>
  );
}
