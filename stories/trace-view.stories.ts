import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import '../components/trace-view/define.js';
import { hostileActivities } from './fixtures/activities.js';
import { eachState, renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';
import { benchmarkTrace, overlapTrace, poorTrace, type TraceFixture } from './fixtures/trace-activities.js';

interface Args {
  readonly density: 'compact' | 'normal' | 'comfortable' | null;
  readonly width: string;
  readonly height: string;
}

const meta: Meta<Args> = {
  title: 'Elements/trace-view',
  component: 'trace-view',
  args: { density: null, width: '100%', height: '720px' },
  argTypes: { density: { control: 'inline-radio', options: ['compact', 'normal', 'comfortable'] } },
  parameters: { layout: 'fullscreen' },
  render: ({ density, width, height }, { loaded }): TemplateResult =>
    html`<div .style=${`height:${height};width:${width};max-width:100%`}>
      <trace-view .store=${(loaded as StoreLoaded).store} density=${density ?? nothing}></trace-view>
    </div>`,
};
export default meta;

type Story = StoryObj<Args>;

const story = (make: () => TraceFixture, id: string, args: Partial<Args> = {}): Story => ({
  args,
  loaders: [
    async () => {
      const fixture = make();
      return storeLoader(() => fixture.activities, { view: { traceId: fixture.ids[id] ?? id } })();
    },
  ],
});

/** Who installed a load test and ran it, with 3,396 connections in one line; what went on after they left is marked. */
export const Session = story(() => benchmarkTrace(), 'exec');

/** From one of the connections: who did this? */
export const WhoDidThis = story(() => benchmarkTrace(400), 'hit');

/** Two people with the same command in one container, 28 ms apart: both are named, and nothing is claimed. */
export const TwoPeopleAtOnce = story(() => overlapTrace(), 'first');

/** Of one process of the two: both candidates. */
export const AmbiguousProcess = story(() => overlapTrace(), 'dump');

/** One program without a shell. */
export const OneCommand = story(() => overlapTrace(), 'third');

export const Denied = story(() => poorTrace(), 'denied', { height: '420px' });

/** The record names neither command nor container: all that is left is a window of time. */
export const WindowOnly = story(() => poorTrace(), 'bare');

/** The container's own program. */
export const NobodysSession = story(() => poorTrace(), 'own');

/** A shell that no audit record explains. */
export const Unaudited = story(() => poorTrace(), 'lone');

export const Phone = story(() => benchmarkTrace(400), 'exec', { width: '375px' });

export const TwoPeopleOnThePhone = story(() => overlapTrace(), 'first', { width: '375px' });

/** Terminal escapes, markup, text that runs backwards. */
export const HostileText = story(() => ({ activities: hostileActivities(), ids: {} }), 'hostile-4');

export const NotLoaded = story(() => benchmarkTrace(1), 'no-such-activity', { height: '320px' });

export const NothingAsked: Story = {
  args: { height: '320px' },
  loaders: [storeLoader(() => [])],
};

export const NoProvider: Story = {
  render: () => html`<div .style=${'height:240px'}><trace-view></trace-view></div>`,
};

const told = benchmarkTrace(40);

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader({ activities: () => told.activities, view: { traceId: told.ids['exec'] ?? null } })],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, 420, (store) => html`<trace-view .store=${store}></trace-view>`),
  play: ({ canvasElement }) => eachState(canvasElement, 'trace-view'),
};
