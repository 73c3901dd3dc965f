import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import '../components/activity-details/define.js';
import '../components/activity-list/define.js';
import '../components/activity-provider/define.js';
import { clusterActivities } from './fixtures/activities.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

const meta: Meta = {
  title: 'Elements/activity-provider',
  component: 'activity-provider',
  parameters: { layout: 'fullscreen' },
};
export default meta;

type Story = StoryObj;

/** List and details find the store of the provider around them. */
export const Inside: Story = {
  loaders: [storeLoader(() => clusterActivities())],
  render: (_, { loaded }): TemplateResult =>
    html`<activity-provider .store=${(loaded as StoreLoaded).store}>
      <div .style=${'display:grid;grid-template-columns:minmax(0,1fr) minmax(0,360px);height:480px'}>
        <activity-list></activity-list>
        <activity-details></activity-details>
      </div>
    </activity-provider>`,
};

/** An element elsewhere on the page names its provider. */
export const ByName: Story = {
  loaders: [storeLoader(() => clusterActivities())],
  render: (_, { loaded }): TemplateResult =>
    html`<activity-provider id="cluster" .store=${(loaded as StoreLoaded).store}></activity-provider>
      <div .style=${'height:480px'}><activity-list provider="cluster"></activity-list></div>`,
};

/** Dark for all elements inside, whatever the page is. */
export const Dark: Story = {
  loaders: [storeLoader(() => clusterActivities())],
  render: (_, { loaded }): TemplateResult =>
    html`<activity-provider theme="dark" .store=${(loaded as StoreLoaded).store}>
      <div .style=${'height:480px'}><activity-list></activity-list></div>
    </activity-provider>`,
};
