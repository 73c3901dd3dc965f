import { expect, fixture, html, oneEvent, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../components/activity-list/define.js';
import type { ActivityListElement } from '../../components/activity-list/activity-list.js';
import { ActivityFilterEvent } from '../../components/index.js';
import type { ActivityStore } from '../../src/headless.js';
import { FoldMode } from '../../src/model/query.js';
import { activity, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { toEpochNs } from '../../src/model/units.js';
import { delayQuestions, pushUnreadable } from './far-engine.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

/** Foo nine times, with one `id` and one `curl` between. */
const activities = Array.from({ length: 11 }, (_, at) => {
  const comm = at === 3 ? 'id' : at === 7 ? 'curl' : 'Foo';
  return activity(`a${at}`, 'command', toEpochNs(fixtureEndMs - (at + 1) * 10_000), {
    comm,
    cmdline: `${comm} --now`,
    cwd: '/',
    uid: 0,
    pid: 100 + at,
    'kubernetes.pod.name': 'web-1',
    containerId: 'c0ffee',
  });
});

let store: ActivityStore;
beforeEach(async () => {
  store = await pushStore(activities, { engine: { mode: 'page' } });
});
afterEach(() => store.dispose());

const root = (list: ActivityListElement): ShadowRoot => list.shadowRoot!;
const rows = (list: ActivityListElement): HTMLElement[] => [
  ...root(list).querySelectorAll<HTMLElement>('[role="rowgroup"] [role="row"]:not(.skeleton)'),
];
const text = (list: ActivityListElement): string => root(list).textContent.replace(/\s+/g, ' ');
const button = (list: ActivityListElement, name: RegExp): HTMLElement => {
  const found = [
    ...root(list).querySelectorAll<HTMLElement>('button, [role="menuitem"], [role="checkbox"], input'),
  ].find((candidate) => name.test((candidate.getAttribute('aria-label') ?? candidate.textContent).trim()));
  if (!found) throw new Error(`no button ${String(name)} in: ${text(list)}`);
  return found;
};
const grid = (list: ActivityListElement): HTMLElement => root(list).querySelector<HTMLElement>('[role="grid"]')!;
const press = (list: ActivityListElement, ...keys: string[]): void => {
  for (const key of keys)
    grid(list).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
};

async function shown(): Promise<ActivityListElement> {
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', '1000px');
  frame.style.setProperty('height', '460px');
  const list = document.createElement('activity-list');
  list.store = store;
  frame.append(list);
  await waitUntil(() => rows(list).length > 0, 'rows are shown');
  return list;
}
/** To the row that holds a text, by keys. */
async function toRow(list: ActivityListElement, words: RegExp): Promise<void> {
  grid(list).focus();
  press(list, 'Home');
  for (let at = 0; at < 20; at++) {
    await list.updateComplete;
    const active = root(list).getElementById(grid(list).getAttribute('aria-activedescendant') ?? '');
    if (words.test(active?.closest('[role="row"]')?.textContent ?? '')) return;
    press(list, 'ArrowDown');
  }
  throw new Error(`no row with ${String(words)} in: ${text(list)}`);
}

describe('repeats in the list', () => {
  it('become one row with their count, and no number of the view changes', async () => {
    const list = await shown();
    button(list, /^All$/).click();
    await waitUntil(() => rows(list).length === 3, 'three rows are left');
    expect(text(list))
      .to.match(/×\s*9/)
      .and.to.match(/11 activities/);
    expect((await store.ask({ totals: true })).totals?.matching).to.equal(11);
    await expect(list).to.be.accessible();
    button(list, /^Off$/).click();
    await waitUntil(() => rows(list).length === 11, 'every row is there again');
  });

  it('that follow each other are one row, and what lies between keeps its place', async () => {
    const list = await shown();
    store.setView({ fold: FoldMode.adjacent });
    await waitUntil(() => rows(list).length === 5, 'Foo, id, Foo, curl, Foo');
    expect(rows(list).map((row) => /Foo|id|curl/.exec(row.textContent)?.[0])).to.deep.equal([
      'Foo',
      'id',
      'Foo',
      'curl',
      'Foo',
    ]);
  });

  it('are unfolded and folded again by keys', async () => {
    store.setView({ fold: FoldMode.interleaved });
    const list = await shown();
    await waitUntil(() => rows(list).length === 3, 'three rows');
    await toRow(list, /Foo/);
    press(list, 'Enter');
    await waitUntil(() => rows(list).length === 12, 'the head and its nine members');
    press(list, 'Enter');
    await waitUntil(() => rows(list).length === 3, 'folded again');
  });

  it('are left out together from the menu of the row', async () => {
    const list = await shown();
    await toRow(list, /Foo/);
    press(list, 'x');
    await waitUntil(() => rows(list).length === 2, 'only what is not a repeat of it');
    expect(store.view.filterText).to.match(/Foo/);
    store.back();
    await waitUntil(() => rows(list).length === 11, 'one step back');
  });
});

describe('a host that keeps the filter itself', () => {
  /** What a host takes over when a key is pressed on the row with these words. */
  const taken = async (list: ActivityListElement, words: RegExp, key: string): Promise<ActivityFilterEvent> => {
    await toRow(list, words);
    const announced = oneEvent(list, 'activity-filter');
    list.addEventListener('activity-filter', (event) => event.preventDefault(), { once: true });
    press(list, key);
    const event: unknown = await announced;
    if (!(event instanceof ActivityFilterEvent)) throw new Error('no filter was announced');
    expect(store.view.filterText).to.equal('');
    return event;
  };

  it('is told the whole condition where all like a row are left out', async () => {
    const list = await shown();
    const event = await taken(list, /curl/, 'x');
    expect(event.term).to.equal('not (comm = curl and cmdline = "curl --now")');
    expect(event.values).to.deep.equal([
      { attribute: 'comm', value: 'curl' },
      { attribute: 'cmdline', value: 'curl --now' },
    ]);
    expect(event.negated).to.equal(true);
    expect(event.applyTo('comm = curl or comm = id')).to.equal(
      '(comm = curl or comm = id) and not (comm = curl and cmdline = "curl --now")',
    );
  });

  it('gets the filter that the list would have made, and for the second press the one before', () => {
    const only = new ActivityFilterEvent('comm', 'curl', false);
    expect(only.term).to.equal('comm = curl');
    expect(only.applyTo('')).to.equal('comm = curl');
    expect(only.applyTo('comm = curl')).to.equal('');
    expect(new ActivityFilterEvent('comm', 'curl', true).applyTo('comm = curl')).to.equal('comm != curl');
    expect(new ActivityFilterEvent('comm', null, true).term).to.equal('comm exists');
  });
});

describe('the surroundings of a row', () => {
  it('are shown without the filter, which is named and brought back', async () => {
    store.setView({ filterText: 'comm = curl' });
    const list = await shown();
    await waitUntil(() => rows(list).length === 1, 'the filter holds');
    await toRow(list, /curl/);
    press(list, 'c');
    await waitUntil(() => rows(list).length > 3, 'what happened around it');
    await waitUntil(() => /set aside/.test(text(list)), 'what is set aside is said');
    expect(text(list)).to.match(/comm = curl/);
    expect(store.view.filterText).to.equal('');
    await expect(list).to.be.accessible();
    button(list, /^Back to your filter$/).click();
    await waitUntil(() => rows(list).length === 1, 'as before');
    expect(store.view.filterText).to.equal('comm = curl');
  });
});

describe('finding in the list', () => {
  const finding = async (list: ActivityListElement): Promise<HTMLInputElement> => {
    button(list, /^Find in the list$/).click();
    await waitUntil(() => root(list).querySelector('.find input') !== null, 'a field to type in');
    return root(list).querySelector<HTMLInputElement>('.find input')!;
  };
  const type = (field: HTMLInputElement, words: string): void => {
    field.value = words;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  const found = (list: ActivityListElement): string =>
    root(list).querySelector('.find [role="status"]')?.textContent.trim() ?? '';
  const pressIn = (field: HTMLElement, key: string): boolean =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));

  it('never shows the number of one text for the next, and says why there is none', async () => {
    const list = await shown();
    const field = await finding(list);
    type(field, 'curl');
    await waitUntil(() => found(list) === 'in 1 row', 'it is in one row');
    let fail: (why: unknown) => void = () => {};
    let asked = 0;
    delayQuestions(store, ({ rows: wanted }) => {
      if (wanted?.limit !== 0) return undefined;
      asked++;
      return new Promise((_, reject) => (fail = reject));
    });
    type(field, 'Foo');
    await waitUntil(() => asked > 0, 'it is asked');
    await list.updateComplete;
    expect(found(list)).to.equal('');
    fail(new AuditError(ErrorCode.badRequest, 'The server cannot look for text.'));
    await waitUntil(() => found(list) === 'The server cannot look for text.', 'the reason');
    await expect(list).to.be.accessible();
  });

  it('says where only what is loaded was looked through', async () => {
    await pushUnreadable(store);
    const list = await shown();
    const field = await finding(list);
    type(field, 'Foo');
    await waitUntil(() => found(list) === 'in at least 9 rows', 'a lower bound');
    pressIn(field, 'Enter');
    await waitUntil(() => found(list) === '1 of at least 9', 'the first of them');
    type(field, 'nowhere');
    await waitUntil(() => found(list) === 'not found in what is loaded', 'not: in no row');
  });

  it('keeps the focus on a button that leads nowhere any more', async () => {
    const list = await shown();
    const field = await finding(list);
    type(field, 'curl');
    await waitUntil(() => found(list) === 'in 1 row', 'found');
    button(list, /^Next match$/).focus();
    type(field, 'nowhere');
    await waitUntil(() => found(list) === 'not in any row', 'nothing found');
    expect(root(list).activeElement).to.equal(button(list, /^Next match$/));
    expect(button(list, /^Next match$/).getAttribute('aria-disabled')).to.equal('true');
  });

  it('counts over all rows, goes to the next one, and says where it is', async () => {
    const list = await shown();
    button(list, /^Find in the list$/).click();
    await waitUntil(() => root(list).querySelector('input[type="search"], .find input') !== null, 'a field to type in');
    const field = root(list).querySelector<HTMLInputElement>('input[type="search"], .find input')!;
    field.value = 'curl';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await waitUntil(() => /in 1 row/.test(text(list)), 'it is in one row');
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }),
    );
    await waitUntil(() => /1 of 1/.test(text(list)), 'the first of one');
    await expect(list).to.be.accessible();
  });
});

describe('columns', () => {
  it('chosen in the view stand in the place of the summary, with a heading each', async () => {
    const list = await shown();
    store.setView({ columns: ['pid', 'comm', 'kubernetes.pod.name'] });
    await waitUntil(() => root(list).querySelectorAll('[role="columnheader"]').length >= 5, 'headings');
    const headings = [...root(list).querySelectorAll('[role="columnheader"]')].map(({ textContent }) => textContent);
    expect(headings.join(' ')).to.match(/Process ID[^]*Command[^]*Pod/);
    expect(rows(list)[0]?.textContent).to.match(/100[^]*Foo[^]*web-1/);
    await expect(list).to.be.accessible();
    store.setView({ columns: null });
    await waitUntil(() => /cwd/.test(text(list)), 'the summary again');
  });
});

describe('the panel of columns by keys', () => {
  const chooser = (list: ActivityListElement): HTMLElement => root(list).querySelector<HTMLElement>('.chooser')!;
  const open = async (list: ActivityListElement): Promise<void> => {
    button(list, /^Columns/).click();
    await waitUntil(() => chooser(list).querySelector('input[type="checkbox"]') !== null, 'the attributes');
  };
  const box = (list: ActivityListElement, name: string): HTMLInputElement => {
    const label = [...chooser(list).querySelectorAll('label')].find((one) => one.textContent.trim().startsWith(name));
    if (!label) throw new Error(`no attribute ${name} in: ${chooser(list).textContent}`);
    return label.querySelector('input')!;
  };
  const focusedName = (list: ActivityListElement): string =>
    (root(list).activeElement?.ariaLabel ?? root(list).activeElement?.closest('label')?.textContent ?? '').trim();

  it('keeps the focus where attributes are added, moved and taken away, and says what came of it', async () => {
    store.setView({ columns: ['pid', 'comm', 'uid'] });
    const list = await shown();
    await open(list);
    const said = (): string => chooser(list).querySelector(':scope > [role="status"]')?.textContent ?? '';
    for (const [name, next] of [
      ['Command', 'User ID'],
      ['User ID', 'Process ID'],
    ] as const) {
      box(list, name).focus();
      box(list, name).click();
      await waitUntil(() => said() === `${name} is removed.`, 'it is said');
      expect(focusedName(list)).to.match(new RegExp(`^${next}`));
    }
    const added = [...chooser(list).querySelectorAll<HTMLElement>('ul input')][1]!;
    const neighbour = [...chooser(list).querySelectorAll('ul label')][2]?.textContent.trim();
    added.focus();
    added.click();
    await waitUntil(() => / is column 2 of 2$/.test(said()), 'it is said');
    expect(focusedName(list)).to.equal(neighbour);
    const up = button(list, /^Move .* up$/);
    const moveUp = [...chooser(list).querySelectorAll<HTMLElement>('.chosen button')].filter((one) =>
      / up$/.test(one.ariaLabel ?? ''),
    )[1]!;
    expect(up.getAttribute('aria-disabled')).to.equal('true');
    moveUp.focus();
    moveUp.click();
    await waitUntil(() => / is column 1 of 2$/.test(said()), 'it is first');
    expect(root(list).activeElement).to.equal(moveUp);
    expect(moveUp.getAttribute('aria-disabled')).to.equal('true');
    await expect(list).to.be.accessible();
  });
});

describe('the keys of the list', () => {
  it('are read out where a key asks for them: the focus is in them', async () => {
    const list = await shown();
    grid(list).focus();
    press(list, '?');
    await waitUntil(() => root(list).querySelector('.keys')?.matches(':popover-open') === true, 'they are shown');
    expect(root(list).activeElement?.getAttribute('aria-label')).to.equal('Keys of the list');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => root(list).activeElement === grid(list), 'the rows have the focus again');
  });
});

describe('a row is asked who did it', () => {
  it('by a key, and the view goes to its trace', async () => {
    const list = await shown();
    await toRow(list, /curl/);
    press(list, 't');
    expect(store.view.traceId).to.equal(activities[7]?.id);
  });
});

describe('the trace of an exec', () => {
  const exec = (id: string, attributes: Readonly<Record<string, string | number>>) =>
    activity(id, 'kubernetes', toEpochNs(fixtureEndMs - 5_000), {
      subResource: 'exec',
      username: id,
      'kubernetes.pod.name': 'web-1',
      ...attributes,
    });
  const traceButton = (list: ActivityListElement, user: string): HTMLElement | null =>
    rows(list)
      .find((row) => row.textContent.includes(user))
      ?.querySelector<HTMLElement>('button[aria-label="Trace"]') ?? null;

  it('is offered where there is something to trace, with a reason where it is only a window, and not where it is impossible', async () => {
    await store.push({
      activities: [
        exec('alice', { command: 'sh', container: 'app', statusCode: 101 }),
        exec('bob', { statusCode: 101 }),
        exec('carol', { traceable: 'false' }),
        exec('dave', { command: 'sh', statusCode: 403 }),
      ],
    });
    const list = await shown();
    await waitUntil(() => rows(list).length === 15, 'all of them');
    expect(traceButton(list, 'alice')).not.to.equal(null);
    expect(traceButton(list, 'bob')?.title).to.match(/Only a window of time/);
    expect(traceButton(list, 'carol')).to.equal(null);
    expect(traceButton(list, 'dave')).to.equal(null);
    traceButton(list, 'alice')?.click();
    expect(store.view.traceId).to.equal('alice');
  });
});
