import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import { html, type TemplateResult } from 'lit';
import '../components/filter-bar/define.js';
import type { SavedFilter, StoreOptions } from '../src/headless.js';
import type { Activity } from '../src/model/activity.js';
import { clusterActivities, hostileActivities } from './fixtures/activities.js';
import { renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly width: string;
  readonly 'no-history': boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/filter-bar',
  component: 'filter-bar',
  args: { width: '100%', 'no-history': false },
  render: (args, { loaded }): TemplateResult =>
    html`<div .style=${`width:${args.width};max-width:100%`}>
      <filter-bar .store=${(loaded as StoreLoaded).store} ?no-history=${args['no-history']}></filter-bar>
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

const shadow = (): ShadowRoot => {
  const root = document.querySelector('filter-bar')?.shadowRoot;
  if (!root) throw new Error('no filter bar');
  return root;
};
const named = (name: RegExp): HTMLElement => {
  const found = [...shadow().querySelectorAll<HTMLElement>('button')].find((button) =>
    name.test(button.getAttribute('aria-label') ?? button.textContent),
  );
  if (!found) throw new Error(`no button ${String(name)}`);
  return found;
};

/** Everything on a condition by keys: switched off, turned around, then a second value from the list. */
export const ByKeysAlone: Story = {
  ...story(() => clusterActivities(), filtered('kubernetes.namespace.name = shop and comm = curl')),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    shadow().querySelector<HTMLElement>('.field')?.focus();
    await userEvent.keyboard('{ArrowLeft}d');
    await expect(store.view.filterText).toBe('kubernetes.namespace.name = shop and /* comm = curl */');
    await waitFor(() => expect(shadow().querySelector('.chip.disabled')).not.toBeNull());
    await userEvent.keyboard('{ArrowUp}o');
    await waitFor(() => expect(shadow().querySelector('[role="listbox"]')?.textContent).toContain('payments'));
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(store.view.filterText).toMatch(/^kubernetes.namespace.name in \(shop, /));
    await expect(named(/^Undo: kubernetes/)).toBeTruthy();
  },
};

/** Filters under a name; kept here by a host's own storage. */
export const SavedFilters: Story = {
  ...story(() => clusterActivities(), filtered('comm in (curl, grep)')),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    const kept = new Map<string, SavedFilter>();
    const bar = document.querySelector('filter-bar');
    if (!bar) throw new Error('no filter bar');
    bar.filterStorage = {
      list: () => Promise.resolve([...kept.values()]),
      save: (filter) => Promise.resolve(void kept.set(filter.name, filter)),
      remove: (name) => Promise.resolve(void kept.delete(name)),
    };
    await bar.filterStorage.save({
      name: 'Out of the shop',
      filterText: 'kubernetes.namespace.name = shop and direction = out',
      types: ['connection'],
      window: { kind: 'relative', lengthMs: 3_600_000 },
    });
    store.setView({ filterText: 'comm = curl' });
    named(/^Saved filters$/).click();
    await waitFor(() => expect(shadow().querySelector('#saved-name')).not.toBeNull());
    shadow().querySelector<HTMLElement>('#saved-name')?.focus();
    await userEvent.keyboard('Downloads{Enter}');
    await waitFor(() => expect(shadow().querySelector('.saved-filters')?.textContent).toContain('Downloads'));
    await expect(kept.get('Downloads')?.filterText).toBe('comm = curl');
  },
};

export const NoProvider: Story = { render: () => html`<filter-bar></filter-bar>` };

/** A bar has nothing to wait for: it works before the first activity, and after the engine is gone. */
export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader({ view: { filterText: 'comm = curl' } })],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, null, (store) => html`<filter-bar .store=${store}></filter-bar>`),
};
