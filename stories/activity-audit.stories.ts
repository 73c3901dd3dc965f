import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import '../components/activity-audit/define.js';
import type { BackendSource, StoreOptions } from '../src/headless.js';
import type { GroupingChoice } from '../src/model/groupings.js';
import type { Activity } from '../src/model/activity.js';
import { clusterActivities, hostileActivities } from './fixtures/activities.js';
import { renderStates, statesLoader, statesParameters, type StatesLoaded } from './fixtures/states.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

interface Args {
  readonly theme: 'light' | 'dark' | 'auto' | null;
  readonly density: 'compact' | 'normal' | 'comfortable' | null;
  readonly groups: 'shown' | 'hidden' | null;
  readonly 'details-width': number | null;
  readonly 'groups-width': number | null;
  readonly groupings: readonly GroupingChoice[];
  readonly breakdown: string | null;
  readonly link: string | null;
  readonly 'url-state': string | null;
  readonly width: string;
}

const meta: Meta<Args> = {
  title: 'The whole view/activity-audit',
  component: 'activity-audit',
  args: {
    theme: null,
    density: null,
    groups: null,
    'details-width': null,
    'groups-width': null,
    groupings: [],
    breakdown: null,
    link: null,
    'url-state': null,
    width: '100%',
  },
  argTypes: {
    theme: { control: 'inline-radio', options: ['light', 'dark', 'auto'] },
    density: { control: 'inline-radio', options: ['compact', 'normal', 'comfortable'] },
    groups: { control: 'inline-radio', options: ['shown', 'hidden'] },
    'details-width': { control: { type: 'number', min: 280, max: 760 } },
    'groups-width': { control: { type: 'number', min: 200, max: 520 } },
    groupings: { control: 'object' },
    breakdown: { control: 'select', options: [null, 'comm', 'serverIp', 'kubernetes.namespace.name'] },
    link: { control: 'text' },
    'url-state': { control: 'text' },
  },
  parameters: { layout: 'fullscreen' },
  render: (args, { loaded }): TemplateResult =>
    html`<div .style=${`height:100vh;width:${args.width};max-width:100%`}>
      <activity-audit
        .store=${(loaded as StoreLoaded).store}
        theme=${args.theme ?? nothing}
        density=${args.density ?? nothing}
        groups=${args.groups ?? nothing}
        details-width=${args['details-width'] ?? nothing}
        groups-width=${args['groups-width'] ?? nothing}
        .groupings=${args.groupings}
        breakdown=${args.breakdown ?? nothing}
        link=${args.link ?? nothing}
        url-state=${args['url-state'] ?? nothing}
      ></activity-audit>
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
export const Hour: Story = {
  ...story(() => clusterActivities()),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    await waitFor(() => expect(store.status?.activities).toBeGreaterThan(0));
  },
  tags: ['widths'],
};

export const Dark = story(() => clusterActivities(), { theme: 'dark' });

export const Phone = story(() => clusterActivities(), { width: '375px' });

export const Tablet = story(() => clusterActivities(), { width: '768px', density: 'comfortable' });

interface OwnArgs {
  readonly file: string | null;
  readonly src: string | null;
  readonly 'src-kind': string | null;
  readonly window: string | null;
  readonly 'as-of': string | null;
  readonly 'time-zone': string | null;
  readonly 'max-activities': number | null;
  readonly 'cache-mode': string | null;
  readonly credentials: string | null;
  readonly tenant: string | null;
  readonly user: string | null;
  readonly 'worker-url': string | null;
}

const ownLog: BackendSource = {
  kind: 'file',
  files: [
    {
      name: 'shop.ndjson',
      blob: new Blob(
        Array.from(
          { length: 240 },
          (_, at) =>
            `{"id":"own-${at}","timestamp":${1_764_000_000 + at * 15}000000000,"type":"command","comm":"${at % 7 === 0 ? 'curl' : 'sh'}","cmdline":"step ${at}","labels":{"kubernetes.namespace.name":"shop"}}\n`,
        ),
      ),
    },
  ],
};

/** A source of its own, and what a page can say about it. Without an address or a file: a log that is in the page. */
export const OwnSource: StoryObj<OwnArgs> = {
  args: {
    file: null,
    src: null,
    'src-kind': null,
    window: null,
    'as-of': null,
    'time-zone': 'UTC',
    'max-activities': null,
    'cache-mode': 'memory',
    credentials: null,
    tenant: null,
    user: null,
    'worker-url': null,
  },
  argTypes: {
    'src-kind': { control: 'select', options: [null, 'open', 'sysdig', 'sysdig-legacy'] },
    window: { control: 'select', options: [null, '10M', '1H', '1D', '2W', 'all'] },
    'time-zone': { control: 'select', options: ['local', 'UTC', 'Asia/Tokyo', 'Europe/Berlin'] },
    'max-activities': { control: { type: 'number', min: 1 } },
    'cache-mode': { control: 'inline-radio', options: ['session', 'memory'] },
    credentials: { control: 'inline-radio', options: ['same-origin', 'include', 'omit'] },
    ...Object.fromEntries(
      ['file', 'src', 'as-of', 'tenant', 'user', 'worker-url'].map((name) => [name, { control: 'text' }]),
    ),
  },
  render: (args) =>
    html`<div .style=${'height:100vh'}>
      <activity-audit
        .source=${args.src || args.file ? null : ownLog}
        src=${args.src ?? nothing}
        file=${args.file ?? nothing}
        src-kind=${args['src-kind'] ?? nothing}
        window=${args.window ?? nothing}
        as-of=${args['as-of'] ?? nothing}
        time-zone=${args['time-zone'] ?? nothing}
        max-activities=${args['max-activities'] ?? nothing}
        cache-mode=${args['cache-mode'] ?? nothing}
        credentials=${args.credentials ?? nothing}
        tenant=${args.tenant ?? nothing}
        user=${args.user ?? nothing}
        worker-url=${args['worker-url'] ?? nothing}
      ></activity-audit>
    </div>`,
};

/** The details of one activity beside the list. */
export const WithDetails: Story = {
  ...story(() => clusterActivities()),
  play: async ({ loaded }) => {
    const { store } = loaded as unknown as StoreLoaded;
    const { rows } = await store.ask({ rows: { offset: 3, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitFor(() =>
      expect(document.querySelector('activity-audit')?.shadowRoot?.querySelector('.details')).not.toBeNull(),
    );
  },
  tags: ['widths'],
};

/** Some lines could not be read: every number says "at least", and the lines are there to look at. */
export const UnreadableLines = story(
  () => clusterActivities(),
  {},
  {},
  'I0102 the server starts\n{"kind":"Event","apiVersion":\n',
);

/** Escape sequences, text that runs backwards, markup, names of JavaScript's own. */
export const HostileText = story(() => [...hostileActivities(), ...clusterActivities({ count: 40 })]);

/** Nothing has come yet. */
export const Empty = story(() => []);

/** Nothing around it provides activities. */
export const NoProvider: Story = {
  render: ({ theme }) =>
    html`<div .style=${'height:100vh'}><activity-audit theme=${theme ?? nothing}></activity-audit></div>`,
};

/** A backend that cannot be reached: a sentence, and a way to try again. */
export const Unreachable: Story = {
  render: ({ theme }) =>
    html`<div .style=${'height:100vh'}>
      <activity-audit
        theme=${theme ?? nothing}
        cache-mode="memory"
        src="http://127.0.0.1:9/api"
        window="1H"
      ></activity-audit>
    </div>`,
};

/** Right to left, whatever the tool bar says: columns and panels change sides, time and events do not. */
export const RightToLeft: Story = {
  ...story(() => clusterActivities()),
  render: (_, { loaded }) =>
    html`<div dir="rtl" .style=${'height:100vh'}>
      <activity-audit .store=${(loaded as StoreLoaded).store}></activity-audit>
    </div>`,
  tags: ['widths'],
};

export const States: StoryObj = {
  parameters: statesParameters,
  loaders: [statesLoader()],
  render: (_, { loaded }) =>
    renderStates(loaded as StatesLoaded, 560, (store) => html`<activity-audit .store=${store}></activity-audit>`),
};
