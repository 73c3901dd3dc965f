import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { defineActivityAudit } from '../../components/activity-audit/define.js';
import type { ActivityAuditElement } from '../../components/activity-audit/activity-audit.js';
import type { ActivityFilesEvent, ActivityLayoutEvent } from '../../components/activity-audit/audit-events.js';
import { createStore, type ActivityStore } from '../../src/headless.js';

const second = 1_700_000_000n;
const line = (id: string, at: bigint, comm: string) =>
  `{"id":"${id}","timestamp":${(second + at) * 1_000_000_000n},"type":"command","comm":"${comm}","cmdline":"${comm} --now","labels":{"kubernetes.namespace.name":"shop"}}\n`;
const lines = line('a', 1n, 'curl') + line('b', 2n, 'Foo') + line('c', 3n, 'Foo');

/** A machine with much to do may take its time. */
const patience = { interval: 10, timeout: 8_000 };

let store: ActivityStore;
beforeEach(async () => {
  store = createStore({ source: { kind: 'push' } });
  await store.ask({ totals: true });
  await store.push({ bytes: new TextEncoder().encode(lines) });
});
afterEach(() => store.dispose());

const show = async (): Promise<ActivityAuditElement> => {
  const box = await fixture<HTMLElement>(
    html`<div><activity-audit .store=${store} theme="light"></activity-audit></div>`,
  );
  box.style.height = '700px';
  const view = box.querySelector('activity-audit');
  if (!view) throw new Error('no view');
  await waitUntil(() => textOf(view).includes('3 activities'), 'the list counts', { timeout: 8_000 });
  return view;
};

/** What a person reads, through shadow roots and slots. */
function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (node instanceof HTMLStyleElement) return '';
  const children =
    node instanceof HTMLSlotElement ? node.assignedNodes() : ((node as Element).shadowRoot ?? node).childNodes;
  return [...children].map(textOf).join(' ').replace(/\s+/g, ' ');
}
const inside = (view: ActivityAuditElement, tag: string) => view.shadowRoot?.querySelector(tag) ?? null;

describe('the whole view', () => {
  it('shows filter, window, graph and rows of its store, and can be used by everybody', async () => {
    const view = await show();
    const text = textOf(view);
    for (const word of ['curl --now', 'Commands', '10M', 'exact']) expect(text).to.include(word);
    await expect(view).to.be.accessible();
  });

  it('shows the details of what is selected, and Escape closes them', async () => {
    const view = await show();
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitUntil(() => inside(view, 'activity-details') !== null);
    await waitUntil(() => textOf(inside(view, 'activity-details')!).includes('Full command line'));
    await expect(view).to.be.accessible();
    inside(view, 'activity-details')?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    await waitUntil(() => inside(view, 'activity-details') === null);
    expect(store.selected).to.equal(null);
  });

  it('keeps the details where Escape closes a menu, wherever the focus is', async () => {
    const view = await show();
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitUntil(() => inside(view, 'activity-details') !== null, 'the details', patience);
    const bar = inside(view, 'filter-bar')?.shadowRoot;
    const menu = bar?.querySelector<HTMLElement>('#source-dialog');
    const opener = bar?.querySelector<HTMLElement>('#source-button');
    const isOpen = (): boolean => menu?.matches(':popover-open') ?? false;
    for (const focus of [opener, menu?.querySelector<HTMLElement>('input')]) {
      opener?.focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(isOpen, 'the menu is open', patience);
      focus?.focus();
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => !isOpen(), 'the menu is closed', patience);
      expect(store.selected).not.to.equal(null);
    }
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => inside(view, 'activity-details') === null, 'the next one closes the details', patience);
  });

  it('keeps the details where Escape closes what the page around it opened', async () => {
    const view = await show();
    const popover = document.createElement('div');
    popover.popover = 'auto';
    view.before(popover);
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitUntil(() => inside(view, 'activity-details') !== null, 'the details', patience);
    inside(view, 'activity-list')?.shadowRoot?.querySelector<HTMLElement>('[role="grid"]')?.focus();
    popover.showPopover();
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !popover.matches(':popover-open'), 'it is closed', patience);
    expect(store.selected).not.to.equal(null);
  });

  it('lets the border of the details be moved by the arrow keys, within bounds', async () => {
    const view = await show();
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitUntil(() => inside(view, '[aria-label="Width of the details"]') !== null);
    const divider = inside(view, '[role="separator"][aria-label="Width of the details"]')!;
    setTimeout(() => divider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true })));
    const { detailsWidth } = await oneEvent<ActivityLayoutEvent>(view, 'activity-layout');
    expect(detailsWidth).to.equal(404);
    await view.updateComplete;
    expect(divider.getAttribute('aria-valuenow')).to.equal('404');
    for (const [key, bound] of [
      ['Home', 'aria-valuemin'],
      ['End', 'aria-valuemax'],
    ] as const) {
      divider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await view.updateComplete;
      expect(divider.getAttribute('aria-valuenow')).to.equal(divider.getAttribute(bound));
    }
  });

  it('announces files before it opens them, and leaves them to a host that prevents it', async () => {
    const view = await show();
    const transfer = new DataTransfer();
    transfer.items.add(new File([line('z', 9n, 'tar')], 'own.ndjson'));
    const drop = () =>
      view.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    view.addEventListener('activity-files', (event) => event.preventDefault(), { once: true });
    drop();
    await view.updateComplete;
    expect(view.activeStore).to.equal(store);

    setTimeout(drop);
    const event = await oneEvent<ActivityFilesEvent>(view, 'activity-files');
    expect(event.files.map((file) => file.name)).to.deep.equal(['own.ndjson']);
    await waitUntil(() => textOf(view).includes('1 activity'), 'the file is shown', { timeout: 8_000 });
    expect(textOf(view)).to.include('own.ndjson');
    expect(view.activeStore).not.to.equal(store);
  });

  it('shows its rows where the page gives it no height, and lets them be scrolled to where it gives too little', async () => {
    const many = Array.from({ length: 60 }, (_, at) => line(`m${at}`, BigInt(10 + at), 'curl')).join('');
    await store.push({ bytes: new TextEncoder().encode(many) });
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit .store=${store} theme="light"></activity-audit>`,
    );
    await waitUntil(() => textOf(view).includes('63 activities'), 'the list counts', { timeout: 8_000 });
    const list = inside(view, 'activity-list')!;
    const rowsSeen = () => {
      const box = list.getBoundingClientRect();
      const bottom = Math.min(box.bottom, view.getBoundingClientRect().bottom);
      return [...(list.shadowRoot?.querySelectorAll('[role="row"][aria-selected]') ?? [])].filter((row) => {
        const place = row.getBoundingClientRect();
        return place.top >= box.top && place.bottom <= bottom;
      }).length;
    };
    await waitUntil(() => rowsSeen() >= 5, 'at least five rows are seen');
    // The page scrolls over the view, not over all of its rows.
    expect(view.getBoundingClientRect().height).to.be.lessThan(1_200);

    view.style.height = '360px';
    list.scrollIntoView({ block: 'end' });
    await waitUntil(() => rowsSeen() >= 1, 'a row is seen below the graph');
  });

  it('leaves the rows their room on a phone, whatever is said of many files', async () => {
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit .style=${'width: 375px; height: 812px'} theme="light"></activity-audit>`,
    );
    const many = Array.from({ length: 60 }, (_, at) => line(`m${at}`, BigInt(10 + at), 'curl')).join('');
    const long = 'node-with-a-rather-long-name-2026-03-04T16-00-00Z';
    view.openFiles([
      ...[1, 2, 3, 4].map((at) => new File([many.replaceAll('"m', `"${at}-`)], `${long}-${at}.ndjson`)),
      ...[1, 2, 3].map((at) => new File(['hello world\n'], `letter-${at}.txt`)),
    ]);
    await waitUntil(() => textOf(view).split('was not read').length === 4, 'three files are refused', {
      timeout: 12_000,
    });
    const list = inside(view, 'activity-list')!;
    await waitUntil(() => textOf(list).includes('at least 240'), 'the others are read', { timeout: 12_000 });
    const part = (selector: string) => list.shadowRoot!.querySelector<HTMLElement>(selector)!;
    const heightOf = (one: Element) => one.getBoundingClientRect().height;
    // What is above the view names one file and counts the others.
    const banner = inside(view, '.notice')!;
    expect(textOf(banner)).to.include('-1.ndjson').and.include('6 more').and.not.include('-2.ndjson');
    expect(heightOf(banner)).to.be.at.most(90);
    // The reason of a refusal is there, and the formats that would do once one wants them.
    const refusal = part('.notice details');
    expect(refusal.querySelector('summary')!.textContent).to.match(/plain text/);
    expect(heightOf(refusal)).to.be.at.most(45);
    refusal.querySelector('summary')!.click();
    await waitUntil(() => heightOf(refusal) > 90, 'the formats');
    // Nothing lies over anything else, and the rows have the most of it.
    const [summary, notices, frame] = ['.summary', '.notices', '.frame'].map((one) =>
      part(one).getBoundingClientRect(),
    );
    expect(part('.summary').scrollHeight).to.be.at.most(summary!.height + 1);
    // Engines lay out in fractions of a pixel, and tell them with different care.
    expect(notices!.top).to.be.at.least(summary!.bottom - 0.01);
    expect(frame!.top).to.be.at.least(notices!.bottom - 0.01);
    list.scrollIntoView({ block: 'end' });
    const foot = inside(view, '.foot')!.getBoundingClientRect();
    const top = part('.frame').getBoundingClientRect().top;
    const seen = [...list.shadowRoot!.querySelectorAll('[role="row"][aria-selected]')].filter((row) => {
      const place = row.getBoundingClientRect();
      return place.top >= top && place.bottom <= foot.top;
    });
    expect(seen.length).to.be.at.least(4);
    await expect(view).to.be.accessible();
  }).timeout(40_000);

  it('says once where nothing provides activities', async () => {
    const view = await fixture<ActivityAuditElement>(html`<activity-audit></activity-audit>`);
    await waitUntil(() => textOf(view).includes('This view has no source of activities'), 'it says so');
    expect(textOf(view)).not.to.include('No activity provider');
    expect(inside(view, 'activity-list')).to.equal(null);
    await expect(view).to.be.accessible();

    const button = view.shadowRoot?.querySelector('button');
    expect(button?.textContent).to.equal('Open log files…');
    view.openFiles([new File([line('z', 9n, 'tar')], 'own.ndjson')]);
    await waitUntil(() => textOf(view).includes('1 activity'), 'the file is shown', { timeout: 8_000 });
    expect(textOf(view)).not.to.include('no source');
    await waitUntil(() => textOf(view).includes('own.ndjson (the open protocol, certain)'), 'what it was taken for');
  });

  it('says what files were taken for, and how sure that is', async () => {
    const audit = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'a', stage: 'ResponseComplete' };
    const request = { objectRef: { resource: 'pods', subresource: 'exec', namespace: 'app', name: 'web-1' } };
    const started = { '@timestamp': '2024-05-01T10:00:00Z', process: { pid: 1, executable: '/bin/ls', args: ['ls'] } };
    const file = (name: string, record: object): object => ({ name, blob: new Blob([JSON.stringify(record)]) });
    const files = [
      file('audit.log', { ...audit, ...request, stageTimestamp: '2024-05-01T10:00:01Z' }),
      file('shipped.log', started),
      { ...file('told.log', started), format: 'ecs' },
    ];
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit .source=${{ kind: 'file', files }}></activity-audit>`,
    );
    await waitUntil(
      () =>
        textOf(view).includes(
          'audit.log (Kubernetes audit log, certain), shipped.log (Elastic Common Schema, likely), told.log (Elastic Common Schema)',
        ),
      'the three files with what they were taken for',
      { timeout: 8_000 },
    );
    await expect(view).to.be.accessible();
  });

  it('names three of many files, says how many more there are, and lets no name turn the line around', async () => {
    const names = ['\u202Egol.log', `${'long'.repeat(60)}.log`, 'c.log', 'd.log', 'e.log'];
    const files = names.map((name, at) => ({ name, blob: new Blob([line(`f${at}`, BigInt(at + 1), 'ls')]) }));
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit .source=${{ kind: 'file', files }}></activity-audit>`,
    );
    view.style.width = '375px';
    await waitUntil(() => /c\.log \([^)]+\), 2 more/.test(textOf(view)), 'three names and the rest', {
      timeout: 8_000,
    });
    expect(textOf(view)).to.include('\\u202egol.log (');
    expect(textOf(view)).not.to.include('d.log (');
    const foot = view.shadowRoot!.querySelector('[part=foot]')!;
    expect(foot.scrollWidth).to.be.at.most(foot.clientWidth);
    expect(foot.clientHeight, 'one line, or that and its buttons').to.be.at.most(60);
  });

  it('never says of files that could not be fetched that nothing is in them', async () => {
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit file="/no-such-log.ndjson"></activity-audit>`,
    );
    await waitUntil(() => textOf(view).includes('could not be fetched'), 'it says why', { timeout: 8_000 });
    await waitUntil(() => textOf(view).includes('Nothing could be read from these files.'), 'the list says so');
    await waitUntil(() => textOf(view).includes('Nothing was found in what could be loaded.'), 'the graph says so');
    expect(textOf(view)).not.to.match(/hold no activity|matches/);
  });

  it('names the provider that is not there', async () => {
    const view = await fixture<ActivityAuditElement>(html`<activity-audit provider="elsewhere"></activity-audit>`);
    await waitUntil(
      () => /No <activity-provider> of this page has the id elsewhere/.test(textOf(view)),
      'it says which',
    );
  });

  it('passes on how much is loaded at most, groupings of the host’s own and a breakdown, and says what can be done at the limit', async () => {
    const file = { name: 'own.ndjson', blob: new Blob([lines]) };
    const view = await fixture<ActivityAuditElement>(
      html`<activity-audit
        .source=${{ kind: 'file', files: [file] }}
        max-activities="2"
        breakdown="comm"
        .groupings=${[{ id: 'programs', label: 'By program', attributes: ['comm'] }]}
      ></activity-audit>`,
    );
    await waitUntil(
      () => /shorten the window, or have max-activities raised/.test(textOf(inside(view, 'activity-list') ?? view)),
      'the limit is said',
      patience,
    );
    await waitUntil(() => /Foo/.test(textOf(inside(view, '[part="graph"]')!)), 'a line for each program', patience);
    inside(view, '#groups-button')?.dispatchEvent(new MouseEvent('click'));
    const menu = () => inside(view, '[part="groups"]')?.shadowRoot?.querySelector<HTMLElement>('#grouping-button');
    await waitUntil(() => Boolean(menu()), 'the groups', patience);
    menu()?.click();
    await waitUntil(
      () => /By program/.test(textOf(inside(view, '[part="groups"]')!)),
      'the grouping is offered',
      patience,
    );
  });
});

describe('another name for an element', () => {
  it('can be registered beside the plain one, and a name that is taken stays as it is', async () => {
    class HostsOwn extends HTMLElement {}
    customElements.define('taken-audit', HostsOwn);
    defineActivityAudit('taken-audit');
    expect(customElements.get('taken-audit')).to.equal(HostsOwn);

    defineActivityAudit('other-audit');
    const other = document.createElement('other-audit') as ActivityAuditElement;
    other.store = store;
    document.body.append(other);
    await waitUntil(() => textOf(other).includes('3 activities'), 'it works', { timeout: 8_000 });
    other.remove();
  });
});
