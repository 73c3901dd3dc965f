import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../components/scope-tree/define.js';
import { createStore, type GroupingChoice, type StoreOptions } from '../src/headless.js';
import type { Activity } from '../src/model/activity.js';
import { groupings } from '../src/model/groupings.js';
import { toEpochNs } from '../src/model/units.js';
import { activity, clusterActivities, fixtureEndMs, hostileActivities } from './fixtures/activities.js';
import { eachState, renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly width: string;
  readonly density: 'compact' | 'normal' | 'comfortable' | null;
  readonly theme: 'light' | 'dark' | null;
  readonly dir: 'ltr' | 'rtl' | null;
  readonly groupings: readonly GroupingChoice[];
}

const meta: Meta<Args> = {
  title: 'Elements/scope-tree',
  component: 'scope-tree',
  args: { width: '300px', density: null, theme: null, dir: null, groupings: [] },
  argTypes: {
    density: { control: 'inline-radio', options: ['compact', 'normal', 'comfortable'] },
    theme: { control: 'inline-radio', options: ['light', 'dark'] },
    dir: { control: 'inline-radio', options: ['ltr', 'rtl'] },
  },
  render: (args, { loaded }): TemplateResult =>
    html`<div
      dir=${args.dir ?? nothing}
      .style=${`height:560px;width:${args.width};max-width:100%;${args.theme ? `color-scheme:${args.theme}` : ''}`}
    >
      <scope-tree
        .store=${(loaded as StoreLoaded).store}
        .groupings=${args.groupings}
        density=${args.density ?? nothing}
      ></scope-tree>
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

const grouped = (id: string): Partial<StoreOptions> => ({
  view: { grouping: groupings.find((choice) => choice.id === id)?.attributes ?? [] },
});

const shadow = (): ShadowRoot => {
  const root = document.querySelector('scope-tree')?.shadowRoot;
  if (!root) throw new Error('no tree');
  return root;
};
const lines = (): readonly HTMLElement[] => [...shadow().querySelectorAll<HTMLElement>('[role="treeitem"]')];
const line = (name: RegExp): HTMLElement => {
  const found = lines().find((one) => name.test(one.ariaLabel ?? ''));
  if (!found)
    throw new Error(
      `no line ${String(name)} in: ${lines()
        .map((one) => one.ariaLabel)
        .join(' | ')}`,
    );
  return found;
};
const drawn = (count = 2): Promise<void> =>
  waitFor(() => expect(lines().length).toBeGreaterThanOrEqual(count), { timeout: 5_000 });
const tree = (): HTMLElement => {
  const found = shadow().querySelector<HTMLElement>('[role="tree"]');
  if (!found) throw new Error('no tree');
  return found;
};

/** One region of a shop, with all the labels that Kubernetes gives; some hosts are outside of any cluster. */
function fleet(count = 1_200): readonly Activity[] {
  const kinds = ['statefulset', 'daemonset', 'deployment', 'deployment', 'deployment'] as const;
  return Array.from({ length: count }, (_, at) => {
    const weight = Math.floor(Math.sqrt((at * 7_919) % 900));
    const workload = `${['checkout', 'search', 'ledger', 'mailer', 'agent'][weight % 5]}-${weight % 3}`;
    const kind = kinds[weight % kinds.length] ?? 'deployment';
    const pod = `${workload}-${(at % 3).toString(36)}${(weight * 37).toString(36)}`;
    const inCluster = weight % 11 !== 0;
    return activity(
      `fleet-${at}`,
      at % 3 === 0 ? 'connection' : 'command',
      toEpochNs(fixtureEndMs - at * 2_500),
      inCluster
        ? {
            comm: ['curl', 'sh', 'node'][at % 3] ?? 'sh',
            'kubernetes.cluster.name': weight % 4 ? 'eu-central' : 'us-east',
            'kubernetes.node.name': `node-${weight % 6}`,
            'kubernetes.namespace.name': ['shop', 'payments', 'monitoring'][weight % 3] ?? 'shop',
            'kubernetes.workload.name': workload,
            [`kubernetes.${kind}.name`]: workload,
            ...(kind === 'deployment' && { 'kubernetes.replicaset.name': `${workload}-6c9f7d` }),
            ...(weight % 2 === 0 && { 'kubernetes.service.name': `${workload}-svc` }),
            'kubernetes.pod.name': pod,
            'container.name': weight % 5 ? 'app' : 'proxy',
            containerId: `c0ffee${(weight * 4_099).toString(16).padStart(6, '0')}`,
            hostname: `node-${weight % 6}`,
          }
        : { comm: 'sshd', hostname: 'bastion' },
    );
  });
}

/** Opened by keys; Enter looks only at one workload, Escape at everything again. */
export const WorkloadsAndPods: Story = {
  ...story(() => fleet()),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    await drawn();
    tree().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}');
    await waitFor(() => expect(shadow().querySelector('.line.active')?.getAttribute('aria-level')).toBe('3'));
    await userEvent.keyboard('{Enter}');
    await expect(store.view.scope.length).toBe(2);
    await waitFor(() => expect(shadow().querySelector('nav ol')?.children.length).toBe(3));
    await userEvent.keyboard('{Escape}');
    await expect(store.view.scope.length).toBe(0);
    await userEvent.keyboard('{Enter}');
  },
};

export const ClustersAndNodes = story(() => fleet(), grouped('clusters-nodes'));

export const DeploymentsByCluster = story(() => fleet(), grouped('cluster-deployments'));

export const Deployments = story(() => fleet(), grouped('deployments'));

/** Half of the activities belong to no service. */
export const Services: Story = {
  ...story(() => fleet(), grouped('services')),
  play: async () => {
    await drawn();
    tree().focus();
    await userEvent.keyboard('{ArrowDown}*{ArrowRight}*');
    await waitFor(() => expect(line(/^No service/)).toBeTruthy());
  },
};

export const StatefulSets = story(() => fleet(), grouped('stateful-sets'));

export const DaemonSets = story(() => fleet(), grouped('daemon-sets'));

export const ReplicaSets = story(() => fleet(), grouped('replica-sets'));

export const HostsAndContainers = story(() => fleet(), grouped('hosts-containers'));

/** The host's own groupings stand first; the person makes one of their own. */
export const CustomGrouping: Story = {
  ...story(
    () => fleet(),
    {},
    { groupings: [{ id: 'commands', label: 'Commands by host', attributes: ['hostname', 'comm'] }] },
  ),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    await drawn();
    shadow().querySelector<HTMLElement>('#grouping-button')?.click();
    await waitFor(() => expect(shadow().querySelector('#groupings-search')).not.toBeNull());
    const menu = shadow().querySelector('#grouping-dialog');
    await expect(menu?.querySelector('[role="option"]')?.textContent).toContain('Commands by host');
    [...(menu?.querySelectorAll('button') ?? [])].find((button) => /Custom/.test(button.textContent))?.click();
    await waitFor(() => expect(shadow().activeElement?.id).toBe('levels-search'));
    await userEvent.keyboard('command{Enter}');
    await waitFor(() => expect(shadow().querySelectorAll('.level').length).toBe(4));
    await expect(store.view.grouping.length).toBe(3);
  },
};

/** Most entities hold nothing under the filter; they stay. */
export const NothingUnderTheFilter: Story = {
  ...story(() => fleet(), { view: { filterText: 'kubernetes.workload.name = ledger-2' } }),
  play: async () => {
    await drawn();
    await waitFor(() => expect(shadow().querySelectorAll('.line.zero').length).toBeGreaterThan(0));
  },
};

/** Some lines could not be read: every number is a lower bound. */
export const LowerBounds = story(() => fleet(), {}, {}, 'I0102 the server starts\n{"kind":"Event","apiVersion":\n');

/** 3,000 namespaces; only those in sight exist as elements. */
export const Wide: Story = {
  ...story(() =>
    Array.from({ length: 6_000 }, (_, at) =>
      activity(`wide-${at}`, 'command', toEpochNs(fixtureEndMs - at * 500), {
        comm: 'sh',
        'kubernetes.namespace.name': `tenant-${at % 3_000}`,
        'kubernetes.workload.name': `app-${at % 2}`,
        'kubernetes.pod.name': `app-${at % 7}`,
      }),
    ),
  ),
  play: async () => {
    await drawn(10);
    await expect(lines().length).toBeLessThan(100);
    tree().focus();
    await userEvent.keyboard('{End}');
    await waitFor(() => expect(shadow().querySelector('.line.active')?.getAttribute('aria-posinset')).toBe('3000'));
  },
};

/** Markup, text that runs backwards, a value called "null", and none at all. */
export const HostileNames: Story = {
  ...story(
    () => [
      ...hostileActivities(),
      ...['null', '', '\u202egpj.exe', '<img src=x onerror="alert(1)">', 'x'.repeat(4_000)].map((name, at) =>
        activity(`name-${at}`, 'command', toEpochNs(fixtureEndMs - at), {
          comm: 'sh',
          ['kubernetes.namespace.name']: name,
        }),
      ),
    ],
    { view: { grouping: ['kubernetes.namespace.name', 'comm'] } },
  ),
  play: async () => {
    await drawn(6);
    await expect(line(/^null, 1 activity/)).toBeTruthy();
    await expect(line(/^No namespace, 4/)).toBeTruthy();
    await expect(line(/^\\u202egpj/)).toBeTruthy();
  },
};

export const Searching: Story = {
  ...story(() => fleet()),
  play: async () => {
    await drawn();
    shadow().querySelector<HTMLElement>('input')?.focus();
    await userEvent.keyboard('ledger');
    await waitFor(() => expect(shadow().querySelector('.foot')?.textContent).toMatch(/of [\d,]+ found/));
    await expect(shadow().querySelector('mark')?.textContent).toBe('ledger');
  },
};

export const Dark = story(() => fleet(), { view: { filterText: 'comm != sshd' } }, { theme: 'dark' });

export const RightToLeft = story(() => fleet(), {}, { dir: 'rtl' });

export const Narrow = story(() => fleet(), grouped('cluster-deployments'), { width: '240px' });

export const Phone = story(() => clusterActivities(), {}, { width: '375px' });

export const WaitingForTheFirst = story(() => []);

/** The engine cannot start: one sentence, and a way to try again. */
export const EngineFails: Story = {
  loaders: [
    () => ({
      store: createStore({
        source: { kind: 'push' },
        cache: { mode: 'memory' },
        engine: { mode: 'worker', workerUrl: '/no-such-worker.js', timeoutMs: 2_000 },
      }),
    }),
  ],
  play: () => waitFor(() => expect(shadow().querySelector('.state.error')).not.toBeNull(), { timeout: 6_000 }),
};

export const NoProvider: Story = { render: () => html`<scope-tree></scope-tree>` };

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader()],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, 320, (store) => html`<scope-tree .store=${store}></scope-tree>`),
  play: ({ canvasElement }) => eachState(canvasElement, 'scope-tree'),
};
