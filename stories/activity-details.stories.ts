import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../components/activity-details/define.js';
import type { Activity, ActivityType } from '../src/model/activity.js';
import { toEpochNs } from '../src/model/units.js';
import { activity, clusterActivities, fixtureEndMs, hostileActivities } from './fixtures/activities.js';
import { renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
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

const rootIn = (canvas: HTMLElement): ShadowRoot => {
  const root = canvas.querySelector('activity-details')?.shadowRoot;
  if (!root) throw new Error('no element');
  return root;
};

const atNs = toEpochNs(fixtureEndMs);
const place = {
  pid: 4711,
  containerId: '4f1a99c2d3e0',
  'kubernetes.namespace.name': 'shop',
  'kubernetes.pod.name': 'checkout-6c9f7d5b8-x2kqp',
  hostname: 'node-2',
  'host.mac': '02:42:ac:11:00:02',
};
const load = activity('load', 'command', atNs - 3_000_000_000n, {
  comm: 'ab',
  cmdline: 'ab -n 6000 -c 40 http://storefront.shop:8080/',
  ppid: 4700,
  ...place,
});
const made = activity('made', 'connection', atNs, {
  direction: 'out',
  l4protocol: 'tcp',
  clientIp: '10.0.4.17',
  clientPort: 41_222,
  serverIp: '2001:db8:53::a',
  serverPort: 8080,
  processName: 'ab',
  ...place,
});

/** What the event lacks comes from the process that made it, and is marked so. */
export const FromItsProcess: Story = {
  ...selected(
    () => [load, made],
    ({ id }) => id === 'made',
  ),
  play: async ({ canvasElement }) => {
    const root = rootIn(canvasElement);
    await waitFor(() => expect(root.textContent).toContain('The event does not say this'));
    await expect(root.textContent).toContain('ab -n 6000 -c 40');
  },
};

/** A session that is over, with start, end, length and outcome. */
export const FinishedSession = selected(
  () => [
    activity('over', 'kubernetes', atNs, {
      resource: 'pods',
      name: 'checkout-6c9f7d5b8-x2kqp',
      subResource: 'exec',
      command: 'bash',
      container: 'app',
      username: 'johndoe',
      groups: ['team:shop', 'system:authenticated'],
      userAgent: 'kubectl/v1.34.1 (linux/amd64)',
      sourceAddresses: ['203.0.113.7', '2001:db8::7'],
      'kubernetes.namespace.name': 'shop',
      statusCode: 101,
      startedAt: String(atNs + 11_000_000n),
      completedAt: String(atNs + 754_000_000_000n),
    }),
  ],
  ({ id }) => id === 'over',
);

/** The records of a request as the audit log has them, one for each stage. */
export const RawEvent: Story = {
  loaders: [
    async () => {
      const stage = (name: string, seconds: string): string =>
        `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"c2827846-04f8-40f1","stage":"${name}","requestURI":"/api/v1/namespaces/shop/pods/checkout/exec?command=sh%E2%80%AE","verb":"get","user":{"username":"johndoe"},"objectRef":{"resource":"pods","subresource":"exec","namespace":"shop","name":"checkout"},"responseStatus":{"code":101},"requestReceivedTimestamp":"2026-11-23T20:30:00.000001Z","stageTimestamp":"2026-11-23T20:30:${seconds}Z"}\n`;
      const bytes = stage('ResponseStarted', '00.012') + stage('ResponseComplete', '41.5');
      const file = { name: 'audit.log', blob: new Blob([bytes]) };
      const { store } = await storeLoader(() => [], { source: { kind: 'file', files: [file] } })();
      store.setView({ selectedId: 'c2827846-04f8-40f1' });
      return { store };
    },
  ],
  play: async ({ canvasElement }) => {
    const root = rootIn(canvasElement);
    const find = () => root.querySelector<HTMLButtonElement>('.disclosure');
    await waitFor(() => expect(find()).toBeTruthy());
    const button = find();
    if (button) await userEvent.click(button);
    await waitFor(() => expect(root.textContent).toContain('2 records make up this activity'));
    root.querySelector('.raw')?.scrollIntoView({ block: 'end' });
  },
};

export const NothingChosen: Story = { loaders: [storeLoader(() => clusterActivities({ count: 5 }))] };

export const NoProvider: Story = {
  render: () => html`<div .style=${'height:240px'}><activity-details></activity-details></div>`,
};

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader({ view: { selectedId: clusterActivities()[3]?.id ?? null } })],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, 320, (store) => html`<activity-details .store=${store}></activity-details>`),
};
