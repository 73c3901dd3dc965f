import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { html, type TemplateResult } from 'lit';
import '../components/frequency-graph/define.js';
import type { StoreOptions } from '../src/headless.js';
import type { Activity } from '../src/model/activity.js';
import { toEpochNs } from '../src/model/units.js';
import { activity, clusterActivities, fixtureEndMs, hostileActivities } from './fixtures/activities.js';
import { eachState, renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly width: string;
  readonly breakdown: string | null;
}

const meta: Meta<Args> = {
  title: 'Elements/frequency-graph',
  component: 'frequency-graph',
  args: { width: '100%', breakdown: null },
  render: ({ width, breakdown }, { loaded }): TemplateResult =>
    html`<div .style=${`width:${width};max-width:100%`}>
      <frequency-graph .store=${(loaded as StoreLoaded).store} .breakdown=${breakdown}></frequency-graph>
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

/** 3,396 connections within forty seconds, on a quiet evening. */
const spike = (): readonly Activity[] => [
  ...clusterActivities({ count: 3_000, lengthMs: 3 * 3_600_000 }),
  ...Array.from({ length: 3_396 }, (_, at) =>
    activity(`ab-${at}`, 'connection', toEpochNs(fixtureEndMs - 4_200_000 + Math.floor(at * 11.7)), {
      processName: 'ab',
      direction: 'out',
      l4protocol: 'tcp',
      serverIp: '172.20.0.14',
      serverPort: 80,
    }),
  ),
];
const threeHours = { window: { kind: 'relative', lengthMs: 3 * 3_600_000 }, live: true } as const;

export const Quiet = story(() => clusterActivities());

/** One source towers over the others: the logarithmic scale, or hiding it in the legend, brings them back. */
export const Spike = story(spike, { view: threeHours });

export const OneSource = story(() => clusterActivities(), { view: { types: ['command'] } });

/** The collector said that it lost events: the bin is hatched and its counts are lower bounds. */
export const DroppedEvents = story(
  spike,
  { view: { ...threeHours, live: false } },
  {},
  `${JSON.stringify({
    rate_limit_info: { number_of_dropped_process_events: '120' },
    node_name: 'node-1',
    time: '2026-11-23T19:20:05.000000000Z',
  })}\n`,
);

/** The most frequent values have a line each, with + and −; then what has none, then all others. */
export const ByNamespace = story(spike, { view: threeHours }, { breakdown: 'kubernetes.namespace.name' });

/** From data sources to the values of an attribute, one of them alone, and a filter for it, all by keys. */
export const BrokenDownByKeys: Story = {
  ...story(spike, { view: threeHours }),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    const root = document.querySelector('frequency-graph')?.shadowRoot;
    await waitFor(() => expect(root?.querySelector('[role="slider"]')).not.toBeNull());
    root?.querySelector<HTMLElement>('#breakdown-button')?.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(root?.activeElement?.id).toBe('breakdown-search'));
    await userEvent.keyboard('process name{Enter}');
    const only = (): HTMLElement | null | undefined =>
      root?.querySelector<HTMLElement>('[aria-label="Only Process name ab"]');
    await waitFor(() => expect(only()).toBeTruthy());
    only()?.focus();
    await userEvent.keyboard('{Enter}');
    await expect(store.view.filterText).toBe('processName = ab');
  },
};

export const ByProcessOnAPhone = story(spike, { view: threeHours }, { breakdown: 'processName', width: '351px' });

/** Values that an attacker wrote are marks in the legend. */
export const ByHostileValue = story(() => hostileActivities(), {}, { breakdown: 'comm' });

export const OtherZone = story(() => clusterActivities(), { view: { timeZone: 'Asia/Tokyo' } });

export const Phone = story(spike, { view: threeHours }, { width: '351px' });

export const NothingMatches = story(() => clusterActivities(), { view: { filterText: 'comm = nothing-like-it' } });

export const WaitingForTheFirst = story(() => []);

export const NoProvider: Story = { render: () => html`<frequency-graph></frequency-graph>` };

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader()],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, null, (store) => html`<frequency-graph .store=${store}></frequency-graph>`),
  play: ({ canvasElement }) => eachState(canvasElement, 'frequency-graph'),
};
