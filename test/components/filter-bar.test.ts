import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../components/filter-bar/define.js';
import type { FilterBarElement } from '../../components/filter-bar/filter-bar.js';
import type { ActivityFilterTextEvent } from '../../components/internal/events.js';
import { LocalFilterStorage } from '../../components/filter-bar/local-filter-storage.js';
import type { ActivityStore, SavedFilter, StoreOptions } from '../../src/headless.js';
import type { ViewState } from '../../src/model/view-state.js';
import { clusterActivities, hostileActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { pushUnreadable } from './far-engine.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

const stores: ActivityStore[] = [];
async function storeOf(
  filterText = '',
  view: Partial<ViewState> = {},
  options: Partial<StoreOptions> = {},
): Promise<ActivityStore> {
  const activities = [...clusterActivities({ count: 300 }), ...hostileActivities()];
  const store = await pushStore(activities, { engine: { mode: 'page' }, ...options, view: { filterText, ...view } });
  stores.push(store);
  return store;
}

const root = (bar: FilterBarElement): ShadowRoot => {
  if (!bar.shadowRoot) throw new Error('not rendered');
  return bar.shadowRoot;
};
const text = (bar: FilterBarElement): string => root(bar).textContent.replace(/\s+/g, ' ');
const focusedText = (bar: FilterBarElement): string =>
  root(bar).activeElement?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const nameOf = (element: Element): string => (element.getAttribute('aria-label') ?? element.textContent).trim();
const button = (bar: FilterBarElement, name: RegExp): HTMLButtonElement => {
  const found = [...root(bar).querySelectorAll('button')].find((one) => name.test(nameOf(one)));
  if (!found) throw new Error(`no button ${String(name)} in: ${text(bar)}`);
  return found;
};
const press = async (bar: FilterBarElement, name: RegExp): Promise<void> => {
  button(bar, name).click();
  await bar.updateComplete;
};
const field = (bar: FilterBarElement): HTMLInputElement | HTMLTextAreaElement => {
  const found = root(bar).querySelector<HTMLInputElement | HTMLTextAreaElement>('[role="combobox"], textarea');
  if (!found) throw new Error('no field');
  return found;
};
const type = async (bar: FilterBarElement, keys: string): Promise<void> => {
  field(bar).focus();
  await sendKeys({ type: keys });
  await bar.updateComplete;
};
const chips = (bar: FilterBarElement): string[] =>
  [...root(bar).querySelectorAll('.chip .term')].map((chip) => chip.textContent.replace(/\s+/g, ' ').trim());
const options = (bar: FilterBarElement): HTMLElement[] => [
  ...root(bar).querySelectorAll<HTMLElement>('[role="listbox"] [role="option"]'),
];
const alertOf = (bar: FilterBarElement): string => root(bar).querySelector('[role="alert"]')?.textContent.trim() ?? '';

async function show(store: ActivityStore | null, widthPx = 900): Promise<FilterBarElement> {
  const frame = await fixture<HTMLElement>(html`<main></main>`);
  frame.style.setProperty('width', `${widthPx}px`);
  const bar = document.createElement('filter-bar');
  bar.store = store;
  frame.append(bar);
  await bar.updateComplete;
  return bar;
}

describe('filter-bar', () => {
  before(() => setViewport({ width: 1000, height: 700 }));
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.dispose())));

  it('shows each condition as a chip', async () => {
    const bar = await show(await storeOf('comm = curl and (pid = 1 or pid = 2) and namespace != shop'));
    expect(chips(bar)).to.deep.equal(['comm = curl', '(pid = 1 or pid = 2)', 'kubernetes.namespace.name != shop']);
    await expect(bar).to.be.accessible();
  });

  it('applies what is typed on Enter, as one more condition', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    await type(bar, 'pid > 7');
    expect(store.view.filterText).to.equal('comm = curl');
    await sendKeys({ press: 'Enter' });
    await bar.updateComplete;
    expect(store.view.filterText).to.equal('comm = curl and pid > 7');
    expect(chips(bar)).to.deep.equal(['comm = curl', 'pid > 7']);
    expect(field(bar).value).to.equal('');
  });

  it('takes a typed alternative as one condition beside the others', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    await type(bar, 'pid = 1 or pid = 2');
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm = curl and (pid = 1 or pid = 2)');
  });

  it('takes any text, and applies it when the person goes elsewhere', async () => {
    const store = await storeOf();
    const bar = await show(store);
    const elsewhere = document.createElement('button');
    elsewhere.textContent = 'elsewhere';
    bar.after(elsewhere);
    await type(bar, 'healthz');
    elsewhere.focus();
    expect(store.view.filterText).to.equal('healthz');
  });

  it('does not apply what it does not understand, marks the place and says what to do', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    await type(bar, 'pid >');
    expect(alertOf(bar)).to.equal('');
    await sendKeys({ press: 'Enter' });
    await bar.updateComplete;
    expect(store.view.filterText).to.equal('comm = curl');
    expect(alertOf(bar)).to.match(/a value is expected.*Not applied: the filter before stays\.$/);
    expect(field(bar).getAttribute('aria-invalid')).to.equal('true');
    expect(root(bar).querySelector('.wrong-part')?.textContent).to.equal('>');
    await expect(bar).to.be.accessible();
    await type(bar, ' 7');
    expect(alertOf(bar)).to.equal('');
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm = curl and pid > 7');
  });

  it('says what has no effect in a filter that came from elsewhere', async () => {
    const bar = await show(await storeOf('comm = curl and pid >'));
    expect(chips(bar)).to.deep.equal(['comm = curl', 'pid >']);
    expect(text(bar)).to.contain('not understood and has no effect');
    await expect(bar).to.be.accessible();
    await press(bar, /^Edit as text$/);
    await bar.updateComplete;
    expect(field(bar).value).to.equal('comm = curl and pid >');
  });

  it('lets what could not be read be removed by mouse and by keys, and keeps it while the rest changes', async () => {
    const store = await storeOf('pid > and comm = curl and comm in () and namespace = shop');
    const bar = await show(store);
    expect(chips(bar)).to.deep.equal(['comm = curl', 'kubernetes.namespace.name = shop', 'pid >', 'comm in ()']);
    await press(bar, /^Remove: kubernetes.namespace.name = shop$/);
    expect(chips(bar)).to.deep.equal(['comm = curl', 'pid >', 'comm in ()']);
    await press(bar, /^Remove: pid >$/);
    expect(store.view.filterText).to.equal('comm = curl and comm in ()');

    field(bar).focus();
    await sendKeys({ press: 'ArrowLeft' });
    expect(focusedText(bar)).to.equal('comm in ()');
    await sendKeys({ press: 'n' });
    await sendKeys({ press: 'd' });
    expect(store.view.filterText).to.equal('comm = curl and comm in ()');
    await sendKeys({ press: 'Delete' });
    await bar.updateComplete;
    expect(store.view.filterText).to.equal('comm = curl');
    expect(text(bar)).not.to.contain('not understood');
    expect(focusedText(bar)).to.equal('comm = curl');
  });

  it('puts what could not be read into the field, says what is wrong with it, and applies it once it is mended', async () => {
    const store = await storeOf('comm = "abc');
    const bar = await show(store);
    expect(chips(bar)).to.deep.equal(['comm = "abc']);
    root(bar).querySelector<HTMLElement>('.chip .term')!.click();
    await bar.updateComplete;
    expect(field(bar).value).to.equal('comm = "abc');
    expect(alertOf(bar)).to.contain('never closed');
    await waitUntil(() => root(bar).activeElement === field(bar), 'the field has the focus');
    await sendKeys({ type: '"' });
    await sendKeys({ press: 'Enter' });
    await bar.updateComplete;
    expect(store.view.filterText).to.equal('comm = abc');
    expect(chips(bar)).to.deep.equal(['comm = abc']);
  });

  it('suggests attributes, operators, and values with their counts', async () => {
    const store = await storeOf();
    const bar = await show(store);
    await type(bar, 'namesp');
    await waitUntil(() => options(bar).length > 0, 'attributes');
    expect(options(bar)[0]?.textContent).to.contain('kubernetes.namespace.name');
    expect(field(bar).getAttribute('aria-expanded')).to.equal('true');
    await sendKeys({ press: 'ArrowDown' });
    await bar.updateComplete;
    expect(field(bar).getAttribute('aria-activedescendant')).to.equal(options(bar)[0]?.id);
    await expect(bar).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => options(bar).some((option) => /starts with/.test(option.textContent)), 'operators');
    await type(bar, '= ');
    await waitUntil(() => options(bar).some((option) => /payments/.test(option.textContent)), 'values');
    const shop = options(bar).find((option) => /shop/.test(option.textContent));
    const { facets } = await store.ask({ facets: [{ attribute: 'kubernetes.namespace.name', limit: 5 }] });
    const count = facets?.[0]?.values.find(({ value }) => value === 'shop')?.count;
    expect(shop?.querySelector('.count')?.textContent).to.equal(String(count));
    shop?.click();
    await bar.updateComplete;
    expect(store.view.filterText).to.equal('kubernetes.namespace.name = shop');
    expect(chips(bar)).to.deep.equal(['kubernetes.namespace.name = shop']);
  });

  it('says of each suggested number that it is a lower bound where not all is known, in words to who listens', async () => {
    const store = await storeOf();
    await pushUnreadable(store);
    const bar = await show(store);
    await type(bar, 'namespace = sho');
    const counted = (): HTMLElement | null | undefined =>
      options(bar)
        .find((option) => /shop/.test(option.textContent))
        ?.querySelector<HTMLElement>('.count');
    await waitUntil(() => Boolean(counted()), 'the value with its number');
    expect(counted()?.querySelector('[aria-hidden]')?.textContent).to.match(/^≥\s\d+$/);
    expect(counted()?.querySelector('.visually-hidden')?.textContent).to.match(/^at least \d+$/);
    await expect(bar).to.be.accessible();
  });

  it('closes the suggestions on Escape, then gives up what was typed', async () => {
    const bar = await show(await storeOf());
    await type(bar, 'com');
    await waitUntil(() => options(bar).length > 0, 'suggestions');
    await sendKeys({ press: 'Escape' });
    await bar.updateComplete;
    expect(options(bar)).to.have.length(0);
    expect(field(bar).value).to.equal('com');
    await sendKeys({ press: 'Escape' });
    await bar.updateComplete;
    expect(field(bar).value).to.equal('');
  });

  it('turns a condition around, removes it, and goes back and forward', async () => {
    const store = await storeOf('comm = curl and pid = 1');
    const bar = await show(store);
    await press(bar, /^Leave out instead: comm = curl/);
    expect(store.view.filterText).to.equal('comm != curl and pid = 1');
    await press(bar, /^Remove: pid = 1/);
    expect(store.view.filterText).to.equal('comm != curl');
    await press(bar, /^Undo/);
    expect(chips(bar)).to.deep.equal(['comm != curl', 'pid = 1']);
    await press(bar, /^Redo/);
    expect(chips(bar)).to.deep.equal(['comm != curl']);
    await press(bar, /^Remove the whole filter/);
    expect(store.view.filterText).to.equal('');
  });

  it('goes from the field to the chips and back by keys alone', async () => {
    const store = await storeOf('comm = curl and pid = 1');
    const bar = await show(store);
    field(bar).focus();
    await sendKeys({ press: 'Backspace' });
    expect(focusedText(bar)).to.equal('pid = 1');
    await sendKeys({ type: '!' });
    expect(store.view.filterText).to.equal('comm = curl and pid != 1');
    await sendKeys({ press: 'Delete' });
    expect(store.view.filterText).to.equal('comm = curl');
    await waitUntil(() => focusedText(bar) === 'comm = curl', 'focus on the neighbour');
    await sendKeys({ press: 'End' });
    expect(root(bar).activeElement === field(bar)).to.equal(true);
  });

  it('switches a condition off without removing it, and on again, also in the text and over undo', async () => {
    const store = await storeOf('comm = curl and pid = 1');
    const bar = await show(store);
    const inEffect = (): (string | null)[] =>
      [...root(bar).querySelectorAll('[role="switch"]')].map((one) => one.getAttribute('aria-checked'));
    await press(bar, /^In effect: pid = 1/);
    expect(store.view.filterText).to.equal('comm = curl and /* pid = 1 */');
    expect(inEffect()).to.deep.equal(['true', 'false']);
    expect(chips(bar)[1]).to.equal('pid = 1 (switched off)');
    await expect(bar).to.be.accessible();
    const matching = async (filterText: string): Promise<number | undefined> => {
      store.setView({ filterText }, 'replace');
      return (await store.ask({ totals: true })).totals?.matching;
    };
    expect(await matching('comm = curl and /* pid = 1 */')).to.equal(await matching('comm = curl'));
    store.setView({ filterText: 'comm = curl and /* pid = 1 */' }, 'replace');
    store.back();
    await bar.updateComplete;
    expect(inEffect()).to.deep.equal(['true', 'true']);
    store.forward();
    await bar.updateComplete;
    await press(bar, /^Edit as text/);
    await bar.updateComplete;
    expect(field(bar).value).to.equal('comm = curl and /* pid = 1 */');
    await press(bar, /^Edit as text/);
    await bar.updateComplete;
    await press(bar, /^In effect: pid = 1/);
    expect(store.view.filterText).to.equal('comm = curl and pid = 1');
  });

  it('switches off, turns around, and moves between conditions by keys, as a grid', async () => {
    const store = await storeOf('comm = curl and pid = 1');
    const bar = await show(store);
    field(bar).focus();
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'd' });
    expect(store.view.filterText).to.equal('comm = curl and /* pid = 1 */');
    await bar.updateComplete;
    await sendKeys({ press: 'ArrowUp' });
    expect(focusedText(bar)).to.equal('comm = curl');
    await sendKeys({ press: 'n' });
    expect(store.view.filterText).to.equal('comm != curl and /* pid = 1 */');
    await bar.updateComplete;
    await sendKeys({ down: 'Alt' });
    await sendKeys({ press: 'Digit1' });
    await sendKeys({ up: 'Alt' });
    expect(store.view.filterText).to.equal('comm = curl and /* pid = 1 */');
    await bar.updateComplete;
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Backspace' });
    expect(store.view.filterText).to.equal('comm = curl');
  });

  it('keeps a condition switched off while it is edited', async () => {
    const store = await storeOf('/* comm = curl */');
    const bar = await show(store);
    root(bar).querySelector<HTMLElement>('.chip .term')?.click();
    await waitUntil(() => root(bar).activeElement === field(bar), 'the field');
    expect(field(bar).value).to.equal('comm = curl');
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('/* comm = cur */');
  });

  it('adds another value to a condition, from values with their counts, by mouse', async () => {
    const store = await storeOf('kubernetes.namespace.name = shop');
    const bar = await show(store);
    const { facets } = await store.ask(
      { facets: [{ attribute: 'kubernetes.namespace.name', limit: 9 }] },
      { filter: { kind: 'and', terms: [] } },
    );
    const payments = facets?.[0]?.values.find(({ value }) => value === 'payments')?.count;
    await press(bar, /^Or another value/);
    await waitUntil(() => options(bar).some((option) => /payments/.test(option.textContent)), 'values');
    expect(options(bar).some((option) => /shop/.test(option.textContent))).to.equal(false);
    const option = options(bar).find((one) => /payments/.test(one.textContent));
    expect(option?.querySelector('.count')?.textContent).to.equal(String(payments));
    option?.click();
    await bar.updateComplete;
    expect(store.view.filterText).to.equal('kubernetes.namespace.name in (shop, payments)');
    expect(chips(bar)).to.deep.equal(['kubernetes.namespace.name in (shop, payments)']);
  });

  it('adds another value by keys, typed or chosen, also to a condition that leaves out', async () => {
    const store = await storeOf('comm != curl');
    const bar = await show(store);
    field(bar).focus();
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'o' });
    await waitUntil(() => field(bar).value === 'comm not in (curl, )', 'the field');
    expect(nameOf(field(bar))).to.equal('Add another value');
    await waitUntil(() => root(bar).activeElement === field(bar), 'focus');
    await sendKeys({ type: 'grep' });
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm not in (curl, grep)');
  });

  it('has one stop of the Tab key for all chips', async () => {
    const bar = await show(await storeOf('comm = curl and pid = 1 and ppid = 2'));
    const stops = [...root(bar).querySelectorAll<HTMLElement>('.chip button')].filter((one) => one.tabIndex === 0);
    expect(stops).to.have.length(1);
  });

  it('edits a condition in place', async () => {
    const store = await storeOf('comm = curl and pid = 1');
    const bar = await show(store);
    root(bar).querySelector<HTMLElement>('.chip .term')?.click();
    await waitUntil(() => root(bar).activeElement === field(bar), 'the field');
    expect(field(bar).value).to.equal('comm = curl');
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm = cur and pid = 1');
  });

  it('shows the whole filter as one text, and applies it as it was written', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    await press(bar, /^Edit as text/);
    await waitUntil(() => root(bar).activeElement === field(bar), 'the field');
    expect(field(bar).value).to.equal('comm = curl');
    await expect(bar).to.be.accessible();
    await sendKeys({ type: '  pid=1' });
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm = curl  pid=1');
    await press(bar, /^Edit as text/);
    await bar.updateComplete;
    expect(chips(bar)).to.deep.equal(['comm = curl', 'pid = 1']);
  });

  it('follows a filter that was changed elsewhere', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    store.setView({ filterText: 'pid = 4' });
    await bar.updateComplete;
    expect(chips(bar)).to.deep.equal(['pid = 4']);
  });

  it('keeps the words of a pasted filter apart where its lines end', async () => {
    const store = await storeOf();
    const bar = await show(store);
    const data = 'comm = curl\r\npid > 1\n\n namespace in (shop, payments)';
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', data);
    // Firefox takes the text itself, and no DataTransfer.
    const pasted = { clipboardData, data, dataType: 'text/plain', bubbles: true, cancelable: true };
    field(bar).focus();
    field(bar).dispatchEvent(new ClipboardEvent('paste', pasted));
    await bar.updateComplete;
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm = curl and pid > 1 and kubernetes.namespace.name in (shop, payments)');
  });

  it('shows hostile text as marks in chips and as boxes in the field, and filters for the exact characters', async () => {
    const store = await storeOf('comm = "x\u202egpj.exe"');
    const bar = await show(store);
    expect(root(bar).querySelector('.term .mark')?.getAttribute('data-label')).to.equal('RLO');
    expect((await store.ask({ totals: true })).totals?.matching).to.equal(1);
    await press(bar, /^Edit as text/);
    await waitUntil(() => root(bar).activeElement === field(bar), 'the field');
    expect(field(bar).value).not.to.contain('\u202e');
    await sendKeys({ type: ' pid = 1' });
    await sendKeys({ press: 'Enter' });
    expect(store.view.filterText).to.equal('comm = "x\u202egpj.exe" pid = 1');
  });

  it('leaves a filter to a host that prevents it', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    const told: string[] = [];
    bar.addEventListener('activity-filter-text', (event: ActivityFilterTextEvent) => {
      told.push(event.filterText);
      event.preventDefault();
    });
    await press(bar, /^Remove: comm/);
    expect(told).to.deep.equal(['']);
    expect(store.view.filterText).to.equal('comm = curl');
  });

  it('names what is undone and redone, over filter, window and scope', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    await press(bar, /^In effect: comm = curl/);
    expect(nameOf(button(bar, /^Undo/))).to.equal('Undo: switched off comm = curl');
    store.setView({ filterText: 'comm = "a b"' });
    store.setView({ scope: [{ attribute: 'kubernetes.namespace.name', value: 'shop' }] });
    store.setView({ window: { kind: 'whole' } });
    store.setView({ filterText: '' });
    await bar.updateComplete;
    const undone: string[] = [];
    while (store.canGoBack) {
      undone.push(nameOf(button(bar, /^Undo/)));
      await press(bar, /^Undo/);
    }
    expect(undone).to.deep.equal([
      'Undo: without comm = "a b"',
      'Undo: time window',
      'Undo: scope',
      'Undo: comm = "a b"',
      'Undo: switched off comm = curl',
    ]);
    expect(nameOf(button(bar, /^Redo/))).to.equal('Redo: switched off comm = curl');
    expect(store.view.filterText).to.equal('comm = curl');
  });

  it('names steps rightly where zone, columns and folding were changed between them', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    store.setView({ filterText: 'pid = 1' });
    store.setView({ fold: 'adjacent' }, 'replace');
    store.setView({ window: { kind: 'whole' } });
    store.setView({ timeZone: 'Asia/Tokyo', columns: ['comm'] }, 'replace');
    await bar.updateComplete;
    expect(nameOf(button(bar, /^Undo/))).to.equal('Undo: time window');
    await press(bar, /^Undo/);
    expect(nameOf(button(bar, /^Undo/))).to.equal('Undo: pid = 1');
    expect(nameOf(button(bar, /^Redo/))).to.equal('Redo: time window');
    expect([store.view.timeZone, store.view.fold]).to.deep.equal(['Asia/Tokyo', 'adjacent']);
  });

  it('undoes and redoes by keys, except where typing has an undo of its own', async () => {
    const store = await storeOf('comm = curl');
    const bar = await show(store);
    store.setView({ filterText: 'pid = 1' });
    const chord = async (...keys: string[]): Promise<void> => {
      for (const key of keys.slice(0, -1)) await sendKeys({ down: key });
      await sendKeys({ press: keys.at(-1) ?? '' });
      for (const key of keys.slice(0, -1)) await sendKeys({ up: key });
      await bar.updateComplete;
    };
    field(bar).focus();
    await chord('Control', 'z');
    expect(store.view.filterText).to.equal('comm = curl');
    await chord('Control', 'Shift', 'Z');
    expect(store.view.filterText).to.equal('pid = 1');
    await type(bar, 'x');
    await chord('Control', 'z');
    expect(store.view.filterText).to.equal('pid = 1');
  });

  describe('saved filters', () => {
    const item = (bar: FilterBarElement): string[] =>
      [...root(bar).querySelectorAll('ul[aria-labelledby="saved-heading"] .apply .name')].map((one) =>
        one.textContent.trim(),
      );
    const openMenu = async (bar: FilterBarElement): Promise<void> => {
      await press(bar, /^Saved filters$/);
      await waitUntil(() => root(bar).querySelector('#saved-name') !== null, 'the menu');
    };
    const saveAs = async (bar: FilterBarElement, name: string): Promise<void> => {
      root(bar).querySelector<HTMLInputElement>('#saved-name')?.focus();
      await sendKeys({ type: name });
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => item(bar).includes(name), 'the saved filter');
    };

    afterEach(async () => {
      // In memory they stay as long as the page, which is that of all tests.
      await Promise.all(stores.map((store) => store.clear().catch(() => {})));
      localStorage.clear();
    });

    it('keeps a filter under a name, applies, renames and deletes it', async () => {
      const store = await storeOf('comm = curl', { types: ['command'] });
      const bar = await show(store);
      await openMenu(bar);
      await expect(bar).to.be.accessible();
      await saveAs(bar, 'Downloads');
      await expect(bar).to.be.accessible();
      store.setView({ filterText: '', types: ['connection'] });
      await bar.updateComplete;
      button(bar, /^Downloads/).click();
      await bar.updateComplete;
      expect(store.view.filterText).to.equal('comm = curl');
      expect(store.view.types).to.deep.equal(['command']);
      await openMenu(bar);
      await waitUntil(() => item(bar).length === 1, 'the list');
      await press(bar, /^Rename Downloads/);
      const input = root(bar).querySelector<HTMLInputElement>('#new-name');
      input?.select();
      input?.focus();
      await sendKeys({ type: 'Fetched' });
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => item(bar).join() === 'Fetched', 'the new name');
      await press(bar, /^Delete Fetched/);
      await waitUntil(() => item(bar).length === 0, 'nothing left');
      expect(text(bar)).to.contain('None yet.');
    });

    it('keeps the focus in the menu while names are changed and filters go', async () => {
      const bar = await show(await storeOf('comm = curl'));
      const focusedName = (): string => nameOf(root(bar).activeElement ?? bar);
      await openMenu(bar);
      for (const name of ['One', 'Two']) await saveAs(bar, name);
      button(bar, /^Rename One/).focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => focusedName() === 'New name for One', 'the field for the name');
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => focusedName() === 'Rename One', 'its button again');
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => focusedName() === 'New name for One', 'the field once more');
      await sendKeys({ type: 'Zero' });
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => focusedName() === 'Rename Zero', 'the button of the new name');
      button(bar, /^Delete Zero/).focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => focusedName() === 'Rename Two', 'the neighbour');
      button(bar, /^Delete Two/).focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => root(bar).activeElement?.id === 'saved-name', 'the name to save one under');
    });

    it('says that a name is taken, and replaces only on the word', async () => {
      const store = await storeOf('comm = curl');
      const bar = await show(store);
      await openMenu(bar);
      await saveAs(bar, 'One');
      await sendKeys({ type: 'One' });
      await bar.updateComplete;
      expect(text(bar)).to.contain('There is a filter of this name');
      expect(nameOf(button(bar, /^Replace$/))).to.equal('Replace');
    });

    it('keeps the window only where that was wanted', async () => {
      const window = { kind: 'relative', lengthMs: 600_000 } as const;
      const store = await storeOf('comm = curl', { window });
      const bar = await show(store);
      await openMenu(bar);
      await saveAs(bar, 'Without');
      root(bar).querySelector<HTMLInputElement>('.saving input[type="checkbox"]')?.click();
      await bar.updateComplete;
      await saveAs(bar, 'With time');
      store.setView({ window: { kind: 'whole' }, filterText: '' });
      await bar.updateComplete;
      button(bar, /^Without/).click();
      expect(store.view.window.kind).to.equal('whole');
      await openMenu(bar);
      await waitUntil(() => item(bar).length === 2, 'the list');
      button(bar, /^With time/).click();
      expect(store.view.window).to.deep.equal(window);
    });

    it('offers what was used on this page', async () => {
      const store = await storeOf();
      const bar = await show(store);
      store.setView({ filterText: 'comm = curl' });
      store.setView({ filterText: 'pid = 1' });
      await bar.updateComplete;
      await openMenu(bar);
      const recent = [...root(bar).querySelectorAll('ul[aria-labelledby="recent-heading"] .apply')];
      expect(recent.map((one) => one.textContent.trim())).to.deep.equal(['pid = 1', 'comm = curl']);
      (recent[1] as HTMLElement).click();
      expect(store.view.filterText).to.equal('comm = curl');
    });

    it('uses the storage of the host, follows its changes, and shows its failures', async () => {
      const kept = new Map<string, SavedFilter>([
        ['Theirs', { name: 'Theirs', filterText: 'pid = 1', types: ['command'] }],
      ]);
      let changed = (): void => {};
      const bar = await show(await storeOf('comm = curl'));
      bar.filterStorage = {
        list: () => Promise.resolve([...kept.values()]),
        save: () => Promise.reject(new Error('You may only read here.')),
        remove: () => Promise.resolve(),
        subscribe: (run) => {
          changed = run;
          return () => {};
        },
      };
      await openMenu(bar);
      await waitUntil(() => item(bar).join() === 'Theirs', 'the list');
      kept.set('Ours', { name: 'Ours', filterText: '', types: ['command'] });
      changed();
      await waitUntil(() => item(bar).join() === 'Ours,Theirs', 'the change');
      root(bar).querySelector<HTMLInputElement>('#saved-name')?.focus();
      await sendKeys({ type: 'Mine' });
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => /You may only read here/.test(alertOf(bar)), 'the failure');
    });

    it('keeps filters in memory, and says so, where the browser keeps nothing', async () => {
      const storage = new LocalFilterStorage({ key: 'here', onDisk: true });
      const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem');
      if (!setItem) throw new Error('no local storage');
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      try {
        const bar = await show(await storeOf('comm = curl'));
        bar.filterStorage = storage;
        await openMenu(bar);
        await saveAs(bar, 'Short-lived');
        expect(text(bar)).to.contain('gone when it is closed');
      } finally {
        Object.defineProperty(Storage.prototype, 'setItem', setItem);
      }
    });

    it('leaves out what it cannot read in the storage', async () => {
      const storage = new LocalFilterStorage({ key: 'here', onDisk: true });
      localStorage.setItem(
        'here',
        JSON.stringify([{ name: 'Good', filterText: 'pid = 1', types: ['nonsense'] }, { name: 7 }, null, 'x']),
      );
      expect((await storage.list()).map(({ name }) => name)).to.deep.equal(['Good']);
      localStorage.setItem('here', '{broken');
      expect(await storage.list()).to.have.length(0);
    });

    const onDisk = { cache: { mode: 'session' } } as const;

    it('are those of one tenant and user, also while the menu is open as the next one signs in', async () => {
      const bar = await show(await storeOf('cmdline contains hunter2', {}, { ...onDisk, tenant: 'shop', user: 'ann' }));
      await openMenu(bar);
      await saveAs(bar, 'Secret');
      bar.store = await storeOf('', {}, { ...onDisk, tenant: 'shop', user: 'bob' });
      await waitUntil(() => item(bar).length === 0, 'nothing of the other person');
      expect(text(bar)).to.contain('None yet.').and.not.to.contain('Secret');
      await saveAs(bar, 'Mine');
      bar.store = await storeOf('', {}, { ...onDisk, tenant: 'shop', user: 'ann' });
      await waitUntil(() => item(bar).join() === 'Secret', 'her own again');
      bar.store = await storeOf('', {}, { ...onDisk, tenant: 'bank', user: 'ann' });
      await waitUntil(() => item(bar).length === 0, 'nothing of the other tenant');
    });

    it('are written nowhere where the cache keeps to the memory, and that is said', async () => {
      const bar = await show(await storeOf('comm = curl', {}, { cache: { mode: 'memory' } }));
      await openMenu(bar);
      await saveAs(bar, 'Short-lived');
      expect(text(bar)).to.contain('gone when it is closed');
      expect(localStorage).to.have.length(0);
    });

    for (const mode of ['session', 'memory'] as const)
      it(`are gone from the open menu once the store is cleared (cache mode ${mode})`, async () => {
        const store = await storeOf('comm = curl', {}, { cache: { mode }, user: 'ann' });
        const bar = await show(store);
        await openMenu(bar);
        await saveAs(bar, 'Short-lived');
        expect(localStorage).to.have.length(mode === 'memory' ? 0 : 1);
        await store.clear();
        await waitUntil(() => item(bar).length === 0, 'nothing left');
        expect(localStorage).to.have.length(0);
      });

    it('that lay there for everybody are shown to nobody, and do not stay', async () => {
      localStorage.setItem(
        'activity-audit.filters',
        JSON.stringify([{ name: 'Whose?', filterText: 'cmdline contains hunter2', types: ['command'] }]),
      );
      const bar = await show(await storeOf('', {}, { ...onDisk, user: 'carol' }));
      await openMenu(bar);
      expect(text(bar)).to.contain('None yet.').and.not.to.contain('Whose?');
      expect(localStorage.getItem('activity-audit.filters')).to.equal(null);
    });
  });

  it('chooses data sources, each with its count, and keeps at least one', async () => {
    const store = await storeOf();
    const bar = await show(store);
    await press(bar, /^Data sources/);
    const { totals } = await store.ask({ totals: true });
    const menu = (): string => root(bar).querySelector('#source-dialog')?.textContent.replace(/\s+/g, ' ') ?? '';
    await waitUntil(() => menu().includes(`Connections ${totals?.byType.connection}`), 'counts');
    await expect(bar).to.be.accessible();
    const boxes = [...root(bar).querySelectorAll<HTMLInputElement>('#source-dialog input')];
    boxes[0]?.click();
    expect(store.view.types).to.deep.equal(['connection', 'kubernetes', 'fileaccess']);
    await press(bar, /^Only Files/);
    expect(store.view.types).to.deep.equal(['fileaccess']);
    expect(boxes.map(({ disabled }) => disabled)).to.deep.equal([false, false, false, true]);
    expect(nameOf(button(bar, /^Data sources/))).to.contain('Files');
    await press(bar, /^All data sources/);
    expect(store.view.types).to.have.length(4);
  });

  it('gives the focus back to where it was, where Escape closes a menu that has it', async () => {
    const bar = await show(await storeOf());
    const opener = root(bar).querySelector<HTMLElement>('#source-button');
    opener?.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => root(bar).querySelector('#source-dialog')?.matches(':popover-open') === true, 'it is open');
    await sendKeys({ press: 'Tab' });
    await waitUntil(() => root(bar).activeElement?.closest('#source-dialog') !== null, 'the focus is in it');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => root(bar).activeElement === opener, 'the focus is back');
  });

  it('says of each count that it is a lower bound where lines could not be read', async () => {
    const store = await storeOf();
    await store.push({ bytes: new TextEncoder().encode('I0102 no record\n{"kind":\n') });
    const bar = await show(store);
    await press(bar, /^Data sources/);
    const menu = (): string => root(bar).querySelector('#source-dialog')?.textContent.replace(/\s+/g, ' ') ?? '';
    await waitUntil(() => /Connections ≥ \d+\s?at least \d/.test(menu()), 'at least so many');
    await expect(bar).to.be.accessible();
  });

  it('fits a phone, with long conditions cut and targets large enough', async () => {
    const long = `cmdline contains "${'long '.repeat(60)}" and comm = curl and namespace != shop`;
    const bar = await show(await storeOf(long), 351);
    expect(bar.scrollWidth).to.be.at.most(351);
    for (const one of root(bar).querySelectorAll('.bar > :not(.popover) button')) {
      const box = one.getBoundingClientRect();
      if (box.width === 0) continue;
      expect(box.right - bar.getBoundingClientRect().left, nameOf(one)).to.be.at.most(351.5);
      expect(Math.min(box.width, box.height), nameOf(one)).to.be.at.least(24);
    }
    await expect(bar).to.be.accessible();
  });

  it('shows conditions whole on the narrowest phone, without one over the other', async () => {
    const bar = await show(
      await storeOf('kubernetes.namespace.name in (shop, payments) and comm != "nothing-like-it" and pid = 7'),
      320,
    );
    const cut = [...root(bar).querySelectorAll<HTMLElement>('.chip .attribute, .chip .operator, .chip .value')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow === 'hidden')
      .map((part) => part.textContent);
    expect(cut).to.deep.equal([]);
    const buttons = [...root(bar).querySelectorAll('.chip button')].map((one) => one.getBoundingClientRect());
    expect(Math.min(...buttons.map(({ width }) => width))).to.be.at.least(24);
    for (const [at, { top, bottom, left }] of buttons.entries())
      for (const other of buttons.slice(0, at))
        expect(left >= other.right - 0.5 || top >= other.bottom - 0.5 || bottom <= other.top + 0.5).to.equal(true);
  });

  it('tells the developer when nobody provides a store', async () => {
    const bar = await show(null);
    await waitUntil(() => /activity-provider/.test(text(bar)), 'the sentence');
  });
});
