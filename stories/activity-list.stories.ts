import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import '../components/activity-list/define.js';
import type { StoreOptions } from '../src/headless.js';
import type { Activity } from '../src/model/activity.js';
import { clusterActivities, hostileActivities } from './fixtures/activities.js';
import { eachState, renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly density: 'compact' | 'normal' | 'comfortable' | null;
  readonly width: string;
}

const meta: Meta<Args> = {
  title: 'Elements/activity-list',
  component: 'activity-list',
  args: { density: null, width: '100%' },
  argTypes: { density: { control: 'inline-radio', options: ['compact', 'normal', 'comfortable'] } },
  parameters: { layout: 'fullscreen' },
  render: ({ density, width }, { loaded }): TemplateResult =>
    html`<div .style=${`height:480px;width:${width};max-width:100%`}>
      <activity-list .store=${(loaded as StoreLoaded).store} density=${density ?? nothing}></activity-list>
    </div>`,
};
export default meta;

type Story = StoryObj<Args>;

const story = (
  activities: () => readonly Activity[],
  args: Partial<Args> = {},
  options: Partial<StoreOptions> = {},
  bytes?: string,
): Story => ({ args, loaders: [storeLoader(activities, options, bytes)] });

/** An hour of a quiet cluster, all of it loaded. */
export const Rows = story(() => clusterActivities());

export const Compact = story(() => clusterActivities(), { density: 'compact' });

/** Several days: rows name their day, and a day's first row is marked. */
export const SeveralDays = story(() => clusterActivities({ lengthMs: 5 * 86_400_000, count: 60 }));

/** Two lines a row where there is little room. */
export const Phone = story(() => clusterActivities(), { width: '375px' });

export const Filtered = story(() => clusterActivities(), {}, { view: { filterText: 'comm = curl' } });

/** Escape sequences, text that runs backwards, markup, names of JavaScript's own. */
export const HostileText = story(() => [...hostileActivities(), ...clusterActivities({ count: 20 })]);

export const NothingMatches = story(() => clusterActivities(), {}, { view: { filterText: 'comm = nothing-like-it' } });

export const WaitingForTheFirst = story(() => []);

/** Lines that could not be read are counted, and listed behind the notice. */
export const UnreadableLines = story(
  () => clusterActivities({ count: 12 }),
  {},
  {},
  'this is no JSON\n{"id":"x","type":"command","comm":"no time"}\n',
);

export const NoProvider: Story = {
  render: () => html`<div .style=${'height:240px'}><activity-list></activity-list></div>`,
};

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader()],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, 280, (store) => html`<activity-list .store=${store}></activity-list>`),
  play: ({ canvasElement }) => eachState(canvasElement, 'activity-list'),
};
