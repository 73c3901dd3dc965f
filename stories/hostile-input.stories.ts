import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../components/activity-audit/define.js';
import type { Activity } from '../src/model/activity.js';
import { toEpochNs } from '../src/model/units.js';
import { activity, fixtureEndMs, hostileActivities } from './fixtures/activities.js';
import { everyElement, shows } from './fixtures/deep.js';
import { hostileTexts } from './fixtures/hostile-texts.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

/**
 * Everything in an event may have been written by an attacker. Each of these stands wherever a value can stand: in command lines, names of
 * pods, paths, users and addresses, and as the name of an attribute.
 */
const meta: Meta = {
  title: 'The whole view/Hostile input',
  component: 'activity-audit',
  // What hides is seen as a mark and heard as its escape: the two cannot be the same words.
  parameters: { a11y: { options: { rules: { 'label-content-name-mismatch': { enabled: false } } } } },
  loaders: [storeLoader(() => [...hostileActivities(), ...everywhere()])],
  render: (_, { loaded }): TemplateResult =>
    html`<div .style=${'height:100vh'}>
      <activity-audit .store=${(loaded as StoreLoaded).store}></activity-audit>
    </div>`,
};
export default meta;

function everywhere(): readonly Activity[] {
  return hostileTexts.map((text, at) => {
    const timeNs = toEpochNs(fixtureEndMs - at * 9_000);
    const scope = { 'kubernetes.namespace.name': text, 'kubernetes.pod.name': `pod-${at}`, hostname: text };
    switch (at % 4) {
      case 0:
        return activity(`text-${at}`, 'command', timeNs, { comm: text, cmdline: `sh -c ${text}`, cwd: text, ...scope });
      case 1:
        return activity(`text-${at}`, 'connection', timeNs, {
          processName: text,
          serverIp: '192.0.2.7',
          serverPort: 80,
          dnsDomains: [text],
          ...scope,
        });
      case 2:
        return activity(`text-${at}`, 'fileaccess', timeNs, {
          directory: `/tmp/${text}`,
          filename: text,
          comm: 'cat',
          ...scope,
        });
      default:
        return activity(`text-${at}`, 'kubernetes', timeNs, {
          resource: 'pods',
          subResource: 'exec',
          command: text,
          username: text,
          userAgent: text,
          [text]: text,
          ...scope,
        });
    }
  });
}

/** Nothing runs, nothing loads, no mark-up appears, and what hides is shown by a mark. */
export const HostileInput: StoryObj = {
  play: async ({ canvasElement, loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    await shows(canvasElement, 'activity-list', /<script>/);
    const { rows } = await store.ask({ rows: { offset: 0, limit: 200 } });
    store.select(rows?.activities.find(({ id }) => id === 'text-3') ?? null);
    await shows(canvasElement, 'activity-details', /pods/);
    const elements = [...everyElement(canvasElement)];
    for (const tag of ['script', 'iframe', 'img', 'object', 'a'])
      await expect(elements.filter(({ localName }) => localName === tag)).toEqual([]);
    await waitFor(() => expect(elements.some((element) => element.classList.contains('mark'))).toBe(true));
    await expect('hostileTextRan' in globalThis).toBe(false);
  },
};
