import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../components/activity-export/define.js';
import { clusterActivities } from './fixtures/activities.js';
import { renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

const meta: Meta = {
  title: 'Elements/activity-export',
  component: 'activity-export',
  render: (_, { loaded }): TemplateResult =>
    html`<div .style=${'min-height:420px;display:flex;justify-content:flex-end;align-items:flex-start'}>
      <activity-export .store=${(loaded as StoreLoaded).store}></activity-export>
    </div>`,
};
export default meta;

type Story = StoryObj;

const elementIn = (canvas: HTMLElement): ShadowRoot => {
  const root = canvas.querySelector('activity-export')?.shadowRoot;
  if (!root) throw new Error('no element');
  return root;
};
const press = async (root: ShadowRoot, name: string): Promise<void> => {
  const find = (): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find((button) => button.textContent.trim() === name);
  await waitFor(() => expect(find()).toBeTruthy());
  const button = find();
  if (button) await userEvent.click(button);
};

export const Closed: Story = { loaders: [storeLoader(() => clusterActivities())] };

/** What will be in the file, before it is made. */
export const Open: Story = {
  loaders: [storeLoader(() => clusterActivities(), { view: { filterText: 'kubernetes.namespace.name = shop' } })],
  play: async ({ canvasElement }) => {
    const root = elementIn(canvasElement);
    await press(root, 'Export');
    await waitFor(() => expect(root.querySelector('.amount')?.textContent).toMatch(/\d+ activities/));
  },
};

/** Of a backend of which nothing is known. */
export const NotWhole: Story = {
  loaders: [
    async () => {
      const loaded = await storeLoader(() => [], { source: { kind: 'http', url: 'no-such-backend/' } })();
      await loaded.store.push({ activities: clusterActivities() });
      loaded.store.setView({ window: { kind: 'whole' } });
      return loaded;
    },
  ],
  play: async ({ canvasElement }) => {
    const root = elementIn(canvasElement);
    await press(root, 'Export');
    await waitFor(() => expect(root.querySelector('.missing')).toBeTruthy());
  },
};

export const Done: Story = {
  loaders: [storeLoader(() => clusterActivities())],
  play: async ({ canvasElement }) => {
    const root = elementIn(canvasElement);
    await press(root, 'Export');
    await press(root, 'Make the file');
    await waitFor(() => expect(root.textContent).toContain('400 activities'));
    await waitFor(() => expect(root.textContent).toContain('Save the manifest'));
  },
};

export const NoProvider: Story = { render: () => html`<activity-export></activity-export>` };

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader()],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, null, (store) => html`<activity-export .store=${store}></activity-export>`),
};
