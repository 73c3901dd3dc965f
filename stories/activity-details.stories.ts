import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import '../components/activity-details/define.js';
import type { Activity, ActivityType } from '../src/model/activity.js';
import { clusterActivities, hostileActivities } from './fixtures/activities.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly width: string;
}

const meta: Meta<Args> = {
  title: 'Elements/activity-details',
  component: 'activity-details',
  args: { width: '400px' },
  parameters: { layout: 'fullscreen' },
  render: ({ width }, { loaded }): TemplateResult =>
    html`<div .style=${`height:640px;width:${width};max-width:100%`}>
      <activity-details .store=${(loaded as StoreLoaded).store}></activity-details>
    </div>`,
};
export default meta;

type Story = StoryObj<Args>;

/** A store in which the first activity that fits is selected. */
const selected = (activities: () => readonly Activity[], fits: (activity: Activity) => boolean): Story => ({
  loaders: [
    async () => {
      const all = activities();
      const loaded = await storeLoader(() => all)();
      loaded.store.select(all.find(fits) ?? null);
      return loaded;
    },
  ],
});
const ofType = (type: ActivityType): Story => selected(clusterActivities, (activity) => activity.type === type);

export const Command = ofType('command');
export const Connection = ofType('connection');
export const FileAccess = ofType('fileaccess');
export const KubernetesRequest = ofType('kubernetes');

/** Hidden characters are marks; an attribute named `__proto__` is one like any other. */
export const HostileText = selected(hostileActivities, ({ id }) => id === 'hostile-1');

/** Folded until all of it is asked for. */
export const LongValue = selected(hostileActivities, ({ id }) => id === 'hostile-2');

export const NothingChosen: Story = { loaders: [storeLoader(() => clusterActivities({ count: 5 }))] };

export const NoProvider: Story = {
  render: () => html`<div .style=${'height:240px'}><activity-details></activity-details></div>`,
};
