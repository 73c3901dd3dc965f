import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/activity-list/define.js';
import type { ActivityListElement } from '../../components/activity-list/activity-list.js';
import type { ActivityStore } from '../../src/headless.js';
import { FoldMode } from '../../src/model/query.js';
import { toEpochNs } from '../../src/model/units.js';
import { activity, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

/** One in ten seconds for fifty minutes before 20:30:00; every tenth is an `id`, the others repeat each other. */
const activities = Array.from({ length: 300 }, (_, at) => {
  const comm = at % 10 === 9 ? 'id' : 'Foo';
  return activity(`a${at}`, 'command', toEpochNs(fixtureEndMs - (at + 1) * 10_000), { comm, cmdline: `${comm} -x` });
});

let store: ActivityStore;
beforeEach(async () => {
  const range = { fromNs: toEpochNs(fixtureEndMs - 3_600_000), toNs: toEpochNs(fixtureEndMs) };
  store = await pushStore(activities, {
    engine: { mode: 'page' },
    view: { window: { kind: 'absolute', range }, live: false },
  });
});
afterEach(() => store.dispose());

const root = (list: ActivityListElement): ShadowRoot => list.shadowRoot!;
const rows = (list: ActivityListElement): HTMLElement[] => [
  ...root(list).querySelectorAll<HTMLElement>('[role="rowgroup"] [role="row"][data-row]:not(.skeleton):not(.edge)'),
];
const grid = (list: ActivityListElement): HTMLElement => root(list).querySelector<HTMLElement>('[role="grid"]')!;
const field = (list: ActivityListElement): HTMLInputElement | null =>
  root(list).querySelector<HTMLInputElement>('.go-to input');
const hasField = (list: ActivityListElement): boolean =>
  field(list) !== null && root(list).activeElement === field(list);
const goToButton = (list: ActivityListElement): HTMLElement =>
  root(list).querySelector<HTMLElement>('button[aria-label="Go to a time"]')!;
const alertText = (list: ActivityListElement): string =>
  root(list).querySelector('.go-to [role="alert"]')?.textContent.trim() ?? '';
const said = (list: ActivityListElement): string =>
  [...root(list).querySelectorAll('[role="status"]')].map(({ textContent }) => textContent.trim()).join(' ');
const activeRow = (list: ActivityListElement): HTMLElement | null =>
  root(list).getElementById(grid(list).getAttribute('aria-activedescendant') ?? '');
const activeText = (list: ActivityListElement): string =>
  activeRow(list)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

async function show(): Promise<ActivityListElement> {
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', '1000px');
  frame.style.setProperty('height', '420px');
  const list = document.createElement('activity-list');
  list.store = store;
  frame.append(list);
  return list;
}
async function shown(): Promise<ActivityListElement> {
  const list = await show();
  await waitUntil(() => rows(list).length > 0, 'rows are shown');
  return list;
}
/** By the key, as somebody who stands in the rows. */
async function goTo(list: ActivityListElement, time: string): Promise<void> {
  if (!field(list)) {
    grid(list).focus();
    await sendKeys({ press: 'g' });
    await waitUntil(() => hasField(list), 'the field has the focus');
  }
  field(list)!.select();
  await sendKeys({ type: time });
  await sendKeys({ press: 'Enter' });
}

describe('going to a time in the list', () => {
  it('by the key g: the row there is the active one, in sight, the rows have the focus, and that is told', async () => {
    const list = await shown();
    await goTo(list, '20:00:00');
    await waitUntil(() => activeText(list).includes('20:00:00'), `the row of that time, not ${activeText(list)}`);
    expect(root(list).activeElement).to.equal(grid(list));
    expect(field(list), 'the panel closed').to.equal(null);
    const [row, sight] = [activeRow(list)!.getBoundingClientRect(), grid(list).getBoundingClientRect()];
    expect(row.top).to.be.greaterThan(sight.top);
    expect(row.bottom).to.be.lessThan(sight.bottom);
    expect(said(list)).to.match(/Nov 23(?:, 2026)?, 20:00:00: row 180 of 300\./);
  });

  it('by its button, which opens a field with the time where one stands, in the zone that is shown', async () => {
    store.setView({ timeZone: 'Asia/Tokyo' });
    const list = await shown();
    goToButton(list).click();
    await waitUntil(() => hasField(list), 'the field has the focus');
    expect(field(list)!.value).to.equal('2026-11-24 05:29:50');
    await expect(list).to.be.accessible();
    await goTo(list, '5:00');
    await waitUntil(() => activeText(list).includes('05:00:00'), `the row of that time there, not ${activeText(list)}`);
  });

  it('goes to the row just before a time at which there is none, and says how far away it is', async () => {
    store.setView({ filterText: 'comm = id' });
    const list = await shown();
    await waitUntil(() => /30 activities/.test(root(list).textContent), 'the filter is answered');
    await goTo(list, '20:01:10');
    await waitUntil(() => activeText(list).includes('20:00:00'), `not ${activeText(list)}`);
    expect(said(list)).to.match(/There is no row at .*20:01:10\. The last row before it is 1 min, 10 sec earlier\./);
  });

  it('says of a time outside of the window that it is, and goes to the nearest row', async () => {
    const list = await shown();
    await goTo(list, '2026-11-23 12:00');
    await waitUntil(() => activeText(list).includes('19:40:00'), `the last row, not ${activeText(list)}`);
    expect(said(list)).to.match(/12:00:00 is outside of the window\. The first row after it is 7 hr, 40 min later\./);
    await goTo(list, '2026-11-24 12:00');
    await waitUntil(() => activeText(list).includes('20:29:50'), `the first row, not ${activeText(list)}`);
    expect(said(list)).to.match(
      /12:00:00 is outside of the window\. The last row before it is 15 hr, 30 min earlier\./,
    );
  });

  it('says what is wrong with what was written, and stays in the field', async () => {
    const list = await shown();
    await goTo(list, 'soon');
    await waitUntil(() => alertText(list) !== '', 'a sentence');
    expect(alertText(list)).to.match(/^This cannot be read as a time\./);
    expect(root(list).activeElement).to.equal(field(list));
    expect(field(list)!.getAttribute('aria-invalid')).to.equal('true');
    await goTo(list, '25:00');
    await waitUntil(() => /no such day or hour/.test(alertText(list)), alertText(list));
    await goTo(list, '20:00');
    await waitUntil(() => activeText(list).includes('20:00:00'), 'and goes on');
  });

  it('finds the fold that stands for a time, and the member of one that is open', async () => {
    store.setView({ fold: FoldMode.adjacent });
    const list = await shown();
    await waitUntil(() => /×\s*9/.test(rows(list)[0]?.textContent ?? ''), 'repeats are folded');
    await goTo(list, '20:00:30');
    await waitUntil(() => /×\s*9/.test(activeText(list)), `a fold, not ${activeText(list)}`);
    expect(said(list)).to.match(/20:00:30: row 35 of 60\./);
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => rows(list).some((row) => /20:00:10/.test(row.textContent)), 'the fold is open');
    await goTo(list, '20:00:10');
    await waitUntil(() => activeText(list).includes('20:00:10'), `its member, not ${activeText(list)}`);
    store.setView({ fold: FoldMode.interleaved });
    await waitUntil(() => rows(list).length === 2, 'all repeats are one');
    await goTo(list, '20:00:20');
    await waitUntil(() => /×\s*270/.test(activeText(list)), `the one fold, not ${activeText(list)}`);
  });

  it('by a program, before there are rows and wherever the focus is', async () => {
    const list = await show();
    expect(await list.goToTime(toEpochNs(fixtureEndMs - 1_800_000))).to.equal(179);
    await waitUntil(() => rows(list).some(({ dataset }) => dataset['row'] === '179'), 'the row is in sight');
    expect(root(list).activeElement).to.equal(null);
    expect(said(list)).to.not.match(/row 180/);
    store.setView({ filterText: 'comm = nobody' });
    expect(await list.goToTime(toEpochNs(fixtureEndMs))).to.equal(null);
  });
});
