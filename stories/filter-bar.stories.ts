import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import '../components/filter-bar/define.js';
import type { StoreOptions } from '../src/headless.js';
import type { Activity } from '../src/model/activity.js';
import { clusterActivities, hostileActivities } from './fixtures/activities.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly width: string;
}

const meta: Meta<Args> = {
  title: 'Elements/filter-bar',
  component: 'filter-bar',
  args: { width: '100%' },
  render: ({ width }, { loaded }): TemplateResult =>
    html`<div .style=${`width:${width};max-width:100%`}>
      <filter-bar .store=${(loaded as StoreLoaded).store}></filter-bar>
    </div>`,
};
export default meta;

type Story = StoryObj<Args>;

const story = (
  activities: () => readonly Activity[],
  options: Partial<StoreOptions> = {},
  args: Partial<Args> = {},
  bytes?: string,
): Story => ({ args, loaders: [storeLoader(activities, options, bytes)] });

const filtered = (filterText: string): Partial<StoreOptions> => ({ view: { filterText } });

export const Empty = story(() => clusterActivities());

/** Conditions that ask for something, and one that leaves something out. */
export const Conditions = story(
  () => clusterActivities(),
  filtered('comm in (curl, grep) and kubernetes.namespace.name != payments and (pid > 1000 or uid = 0) and healthz'),
);

/** Two conditions are switched off: they are kept, in the text too, and have no effect. */
export const SwitchedOff = story(
  () => clusterActivities(),
  filtered('comm in (curl, grep) and /* kubernetes.namespace.name != payments */ and /* pid > 1000 or uid = 0 */'),
);

/** A filter from a link, a part of which is no filter: what has no effect is said. */
export const NotUnderstood = story(() => clusterActivities(), filtered('comm = curl and pid >'));

/** Characters that turn text around are marks in a chip. */
export const HostileText = story(
  () => hostileActivities(),
  filtered('comm = "x\u202egpj.exe" and cwd contains "\u200b\u2066evil"'),
);

export const SomeSources = story(() => clusterActivities(), { view: { types: ['command', 'kubernetes'] } });

export const Phone = story(
  () => clusterActivities(),
  filtered('cmdline contains "connection reset by the peer while reading the response" and comm != grep'),
  { width: '351px' },
);

export const NoProvider: Story = { render: () => html`<filter-bar></filter-bar>` };
