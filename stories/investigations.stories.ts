import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, type TemplateResult } from 'lit';
import { expect } from 'storybook/test';
import '../components/activity-audit/define.js';
import { decodeView, encodeView, viewOfEvent, type ActivityStore } from '../src/headless.js';
import { policyEvents } from './demo/policy-events.js';
import { scenario } from './demo/scenario.js';
import { toJson, type WireActivity } from './demo/wire.js';
import { fixtureEndMs } from './fixtures/activities.js';
import { found, press, shows } from './fixtures/deep.js';
import { storeLoader, type StoreLoaded } from './fixtures/story-store.js';

let recorded: readonly WireActivity[] | null = null;
/** Eight hours of the demo's cluster, as its backend would send them. */
const recording = (): readonly WireActivity[] => (recorded ??= scenario({ seed: 7, endMs: fixtureEndMs, hours: 8 }));

const meta: Meta = {
  title: 'Investigations',
  component: 'activity-audit',
  loaders: [() => storeLoader(() => [], { view: { timeZone: 'UTC' } }, recording().map(toJson).join('\n'))()],
  render: (_, { loaded }): TemplateResult =>
    html`<div .style=${'height:100vh'}>
      <activity-audit .store=${(loaded as StoreLoaded).store} theme="light"></activity-audit>
    </div>`,
};
export default meta;

interface Played {
  readonly canvasElement: HTMLElement;
  readonly loaded: unknown;
  /** A named stop for whoever steps through it. */
  readonly step: (label: string, play: () => Promise<void>) => Promise<void> | void;
}
const storeOf = ({ loaded }: Played): ActivityStore => (loaded as StoreLoaded).store;

async function only(view: HTMLElement, source: string): Promise<void> {
  await press(view, 'button', /^Data sources/);
  await press(view, 'button', new RegExp(`^Only ${source}`));
}

async function foldAll(view: HTMLElement): Promise<void> {
  const list = await found(view, 'activity-list', /./);
  await press(list.shadowRoot ?? list, 'button', /^All$/);
}

/** From the row with this text to its trace. */
async function trace(view: HTMLElement, text: RegExp): Promise<void> {
  const row = await found(view, 'row', text);
  await press(row, 'button', /^Actions for this row/);
  await press(view, 'menuitem', /^(?:Who did this|Trace this session)/);
}

/** A command runs five times a second. Folded it is one line; left out, what matters remains. */
export const Noise: StoryObj = {
  play: async (played) => {
    const view = played.canvasElement;
    const foo = recording().filter((one) => one.type === 'command' && one.comm === 'Foo').length;
    await played.step('Look only at the namespace that is loud', () => press(view, 'treeitem', /^payments/));
    await played.step('and at its commands', () => only(view, 'Commands'));
    await played.step('Fold what repeats: one line for thousands', async () => {
      await foldAll(view);
      await shows(view, 'activity-list', new RegExp(`×\\s*${foo.toLocaleString('en')}`));
    });
    await played.step('Leave out all that are like it', async () => {
      const row = await found(view, 'row', /×.*\bFoo\b/);
      await press(row, 'button', /^Actions for this row/);
      await press(view, 'menuitem', /^Leave out all like this/);
      await shows(view, 'filter-bar', /Foo/);
    });
    await played.step('What is left is what matters', async () => {
      const { totals } = await storeOf(played).ask({ totals: true });
      const left = recording().filter(
        (one) => one.type === 'command' && one.comm !== 'Foo' && one.labels['kubernetes.namespace.name'] === 'payments',
      );
      await expect(totals?.matching).toBe(left.length);
      for (const matters of ['curl', 'dpkg', 'shred'])
        await expect(left.some((one) => one.type === 'command' && one.comm === matters)).toBe(true);
    });
  },
};

/** From the link of a policy event to a pod with a spike, to the tool, to the exec behind it, to the person. */
export const Incident: StoryObj = {
  play: async (played) => {
    const view = played.canvasElement;
    await played.step('Open the link of a policy event: a pod, ten minutes, a spike', async () => {
      const event = policyEvents(recording()).find(({ rule }) => rule.startsWith('Connections'));
      if (!event) throw new Error('The recording holds no such event.');
      const link = encodeView(viewOfEvent({ ...event, timeNs: BigInt(event.timeNs) }));
      storeOf(played).setView(decodeView(link).view);
      await shows(view, 'frequency-graph', /Connections/);
    });
    await played.step('Fold what repeats: 6,000 connections of one process', async () => {
      await foldAll(view);
      await shows(view, 'activity-list', /×\s*6,000/);
    });
    await played.step('Who ran the load test?', async () => {
      await trace(view, /ab -n 6000/);
      await shows(view, 'trace-view', /johndoe.*10\.20\.14\.52/);
      await shows(view, 'trace-view', /apt-get install/);
    });
    await played.step('A report for the ticket', async () => {
      await press(view, 'button', /^Report/);
      await found(view, 'button', /^Save as Markdown/);
    });
  },
};

/** A busy pod, the exec in it, and what was fetched and run; then two people in it at once, where the view says what it cannot know. */
export const Trace: StoryObj = {
  play: async (played) => {
    const view = played.canvasElement;
    await played.step('Group by deployments, look at the sensitive namespace', async () => {
      await press(view, 'button', /^Grouping/);
      await press(view, 'option', /^Deployments and pods Namespace/);
      await press(view, 'treeitem', /^sensitive/);
    });
    await played.step('Who was in it?', () => only(view, 'Kube exec'));
    await played.step("Dave's session: what was fetched and run", async () => {
      await trace(view, /dave/);
      await shows(view, 'trace-view', /sync\.sh/);
    });
    await played.step('Two people at once: both are named, nothing is claimed', async () => {
      await press(view, 'button', /^Back to the list/);
      await trace(view, /carol/);
      await shows(view, 'trace-view', /ambiguous/i);
      await shows(view, 'trace-view', /bob/);
    });
  },
};
