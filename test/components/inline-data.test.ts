/** Views of what stands in the page itself, and pinned ones, as a person meets them. */
import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { html as parsed } from 'lit';
import '../../components/activity-audit/define.js';
import '../../components/activity-list/define.js';
import '../../components/activity-provider/define.js';
import '../../components/time-bar/define.js';
import type { ActivityAuditElement } from '../../components/activity-audit/activity-audit.js';
import { parseAsOf } from '../../components/activity-provider/store-settings.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

/** All text of an element, through shadow roots and slots. */
function read(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (!(node instanceof Element) || ['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName)) return '';
  const children = node instanceof HTMLSlotElement ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
  return [...children].map(read).join(' ').replace(/\s+/g, ' ');
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({ id: `a${at}`, type: 'command', timestamp: `${1_700_000_000 + at * 1_800}000000000`, comm: 'ls' }),
  ).join('\n');

/** As the parser of a page makes it: a script made by hand may not be given a text under this policy, even where nothing is run. */
async function markup(text: string): Promise<HTMLElement> {
  const strings = Object.assign([text], { raw: [text] });
  return fixture<HTMLElement>(html`<div>${parsed(strings)}</div>`);
}

const script = (count: number): string => `<script type="application/x-ndjson">\n${lines(count)}\n</script>`;

async function audit(count: number, attributes = 'window="all"'): Promise<ActivityAuditElement> {
  const frame = await markup(`<activity-audit time-zone="UTC" ${attributes}>${script(count)}</activity-audit>`);
  const view = frame.querySelector('activity-audit');
  if (!view) throw new Error('no view');
  await waitUntil(() => /activit(y|ies) exact/.test(read(view)), 'the view answers');
  return view;
}

describe('activities that stand in the page', () => {
  it('are shown, as of the last of them, and there is nothing to follow', async () => {
    const view = await audit(5);
    expect(read(view)).to.contain('5 activities exact');
    expect(read(view)).to.contain('As of Wed, Nov 15, 2023, 00:13:20');
    expect(read(view)).not.to.match(/Live|Paused/);
    await expect(view).to.be.accessible();
  });

  it('in a window of the last hour end with their last activity', async () => {
    const view = await audit(5, 'window="1H"');
    // Until the end of the data is known, the whole of it is asked for.
    await waitUntil(() => read(view).includes('2 activities exact'), 'the last hour has two of them');
    expect(read(view)).to.contain('00:13:20');
  });

  it('are shown anew when they become others', async () => {
    const view = await audit(2);
    const other = (await markup(script(7))).querySelector('script');
    view.querySelector('script')?.replaceWith(other ?? '');
    await waitUntil(() => read(view).includes('7 activities exact'), 'the new ones are there');
  });

  it('count for a provider too, and not where a backend is named', async () => {
    const frame = await markup(
      `<activity-provider>${script(3)}<time-bar></time-bar><activity-list></activity-list></activity-provider>`,
    );
    const provider = frame.querySelector('activity-provider');
    if (!provider) throw new Error('no provider');
    await waitUntil(() => read(provider).includes('3 activities exact'), 'the list answers');
    provider.source = { kind: 'push' };
    await provider.updateComplete;
    expect(provider.activeStore?.options.source.kind).to.equal('push');
  });
});

describe('the attribute as-of', () => {
  it('is a time, or the end of the data', () => {
    expect(parseAsOf(null)).to.equal(undefined);
    expect(parseAsOf('')).to.equal('data');
    expect(parseAsOf('2026-03-04T16:00:00Z')).to.equal(1_772_640_000_000_000_000n);
    expect(parseAsOf('tomorrow')).to.equal('data');
  });

  it('hides what came later, and later windows cannot be stepped to', async () => {
    const view = await audit(5, 'as-of="2023-11-14T23:00:00Z" window="1H"');
    expect(read(view)).to.contain('2 activities exact');
    expect(read(view)).to.contain('As of Tue, Nov 14, 2023, 23:00:00');
    const bar = view.shadowRoot?.querySelector('time-bar');
    const later = bar?.shadowRoot?.querySelector('[aria-label="One window later"]');
    expect(later?.getAttribute('aria-disabled')).to.equal('true');
  });
});
