import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import '../components/time-bar/define.js';
import type { StoreOptions } from '../src/headless.js';
import type { Activity } from '../src/model/activity.js';
import { toEpochNs } from '../src/model/units.js';
import { clusterActivities, fixtureEndMs } from './fixtures/activities.js';
import { renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly width: string;
  readonly provider: string | null;
  /** Of the view, not of the element. */
  readonly zone: string | null;
  readonly live: boolean | null;
}

const meta: Meta<Args> = {
  title: 'Elements/time-bar',
  component: 'time-bar',
  args: { width: '100%', provider: null, zone: null, live: null },
  argTypes: {
    provider: { control: 'text' },
    zone: {
      control: 'select',
      options: ['local', 'UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'],
      description: 'Time zone of the view, which all elements of a store share.',
    },
    live: { control: 'boolean', description: 'Whether the view follows the clock, where its window does.' },
  },
  render: ({ width, provider, zone, live }, { loaded }): TemplateResult => {
    const { store } = loaded as StoreLoaded;
    if (zone !== null && zone !== store.view.timeZone) store.setView({ timeZone: zone }, 'replace');
    if (live !== null && live !== store.view.live) store.setLive(live);
    return html`<div .style=${`width:${width};max-width:100%`}>
      <time-bar .store=${store} provider=${provider ?? nothing}></time-bar>
    </div>`;
  },
};
export default meta;

type Story = StoryObj<Args>;

const story = (
  activities: () => readonly Activity[],
  options: Partial<StoreOptions> = {},
  args: Partial<Args> = {},
  bytes?: string,
): Story => ({ args, loaders: [storeLoader(activities, options, bytes)] });

const hour = 3_600_000;

/** Everything that was handed in. */
export const Everything = story(() => clusterActivities({ count: 50 }));

export const Live = story(() => clusterActivities({ count: 50 }), {
  view: { window: { kind: 'relative', lengthMs: hour }, live: true },
});

export const Paused = story(() => clusterActivities({ count: 50 }), {
  view: { window: { kind: 'relative', lengthMs: hour, endNs: toEpochNs(fixtureEndMs - 595_000) }, live: false },
});

export const OwnRange = story(() => clusterActivities({ count: 50 }), {
  view: {
    window: {
      kind: 'absolute',
      range: { fromNs: toEpochNs(fixtureEndMs - 30 * hour), toNs: toEpochNs(fixtureEndMs - 2 * hour) },
    },
    live: false,
    timeZone: 'Europe/Berlin',
  },
});

/** The backend cannot be reached: the stream is tried again. */
export const Interrupted = story(() => [], { source: { kind: 'http', url: 'no-such-backend/' } });

export const Column = story(
  () => clusterActivities({ count: 50 }),
  { view: { window: { kind: 'relative', lengthMs: hour }, live: true } },
  { width: '720px' },
);

export const Phone = story(
  () => clusterActivities({ count: 50 }),
  { view: { window: { kind: 'relative', lengthMs: hour }, live: true } },
  { width: '351px' },
);

export const NoProvider: Story = { render: () => html`<time-bar></time-bar>` };

/** A bar has nothing to wait for: it works before the first activity, and after the engine is gone. */
export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader({ view: { filterText: 'comm = curl' } })],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, null, (store) => html`<time-bar .store=${store}></time-bar>`),
};
