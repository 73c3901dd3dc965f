import { useEffect, useRef, useState } from 'react';
import type { ActivityAuditElement, ActivitySelectEvent } from 'activity-audit-elements';
import type {} from 'activity-audit-elements/react';

/**
 * What a server renders and a browser takes over. React writes into the page what is an attribute, and sets nothing when it takes over: so attributes
 * have their own spelling (`time-zone`), and functions, objects and listeners come with an effect, the backend last.
 */
export function RenderedPage() {
  const view = useRef<ActivityAuditElement>(null);
  const [opened, setOpened] = useState('Nothing opened yet.');
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const select = (event: ActivitySelectEvent) => setOpened(`Opened: ${event.activity?.id ?? 'nothing'}`);
    element.addEventListener('activity-select', select);
    element.fetch = (url, init) => fetch(url, init);
    element.file = 'activities.ndjson';
    return () => element.removeEventListener('activity-select', select);
  }, []);
  return (
    <>
      <h1>A page that a server rendered</h1>
      <p id="opened">{opened}</p>
      <activity-audit ref={view} window="all" time-zone="Asia/Tokyo" cache-mode="memory" />
    </>
  );
}
