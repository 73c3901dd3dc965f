import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { expect, waitFor } from 'storybook/test';
import '../components/activity-audit/define.js';
import { fixtureEndMs } from './fixtures/activities.js';
import { fillingLoader, type Filling } from './fixtures/filling.js';

interface Args {
  readonly count: number;
}
interface Loaded {
  readonly filling: Filling;
}

const few = 100_000;

/**
 * Ten million activities over the real engine in this page. A worker of the story makes them as lines of the open protocol, a portion at a
 * time; the engine's worker reads them, and the view answers while they come. Nothing is prepared, and the seconds are those of this browser.
 * "Few rows" in the tool bar makes it a hundred thousand, which is what the checks do.
 */
const meta: Meta<Args> = {
  title: 'Scale/Ten million',
  component: 'activity-audit',
  args: { count: 10_000_000 },
  argTypes: { count: { control: { type: 'number', min: 1_000, max: 10_000_000, step: 1_000 } } },
  loaders: [
    fillingLoader(({ args, globals }) => {
      const wanted = 'count' in args ? Number(args.count) : few;
      return 'rows' in globals && globals.rows === 'few' ? Math.min(few, wanted) : wanted;
    }, fixtureEndMs),
  ],
  render: ({ count }, { loaded }): TemplateResult => {
    const { filling } = loaded as Loaded;
    return html`<div .style=${'display:grid;grid-template-rows:auto minmax(0,1fr);height:100vh;color:CanvasText'}>
      <div .style=${'padding:8px 12px;font:13px system-ui,sans-serif;font-variant-numeric:tabular-nums'}>
        <span ${ref(filling.showIn)}></span>
        ${filling.count < count ? `Few rows were asked for: ${filling.count.toLocaleString('en')} of ${count.toLocaleString('en')}.` : nothing}
      </div>
      <activity-audit .store=${filling.store}></activity-audit>
    </div>`;
  },
};
export default meta;

/** Filter, zoom and scroll while they come in. */
export const TenMillion: StoryObj<Args> = {
  play: async ({ loaded, globals }) => {
    const { filling } = loaded as unknown as Loaded;
    // By hand, one looks at it at once; a check waits until all are there.
    if (globals['rows'] !== 'few') return;
    await filling.done;
    await waitFor(
      async () => {
        const { totals } = await filling.store.ask({ totals: true });
        await expect(totals?.matching).toBe(filling.count);
      },
      { timeout: 60_000 },
    );
  },
};
