/** The portal's policy events. Each one links to the view on its scope, its time and, where it names one, its activity. */
import { linkToView, viewOfEvent } from '../../../src/link.js';
import type { PolicyEvent } from '../policy-events.js';
import { findConfig } from './portal-config.js';

const times = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text: string,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function show(event: PolicyEvent): HTMLLIElement {
  const item = document.createElement('li');
  const timeNs = BigInt(event.timeNs);
  const link = element('a', 'portal-link', 'See the activity');
  link.href = linkToView(
    new URL('./', location.href),
    viewOfEvent({
      timeNs,
      aroundMs: event.aroundMs,
      scope: event.scope,
      ...(event.activityId !== undefined && { activityId: event.activityId }),
    }),
  );
  link.setAttribute('aria-label', `See the activity: ${event.rule}`);
  item.append(
    element('span', `portal-severity ${event.severity}`, event.severity),
    element('strong', '', event.rule),
    element('span', 'portal-message', event.message),
    element('time', '', times.format(new Date(Number(timeNs / 1_000_000n)))),
    link,
  );
  return item;
}

const list = document.getElementById('events');
const source = document.getElementById('source');
findConfig().then(
  (config) => {
    if (config.mode === 'scenario') list?.append(...config.events.map(show));
    else if (source) source.textContent = 'Your own logs come without policy events.';
  },
  (error: unknown) => {
    if (source) source.textContent = error instanceof Error ? error.message : String(error);
  },
);
