import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import '../../components/scope-tree/define.js';
import type { ScopeTreeElement } from '../../components/scope-tree/scope-tree.js';
import { createStore, type ActivityStore } from '../../src/headless.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { Activity } from '../../src/model/activity.js';
import { groupings } from '../../src/model/groupings.js';
import { toEpochNs } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import { activity, clusterActivities, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });
const namespace = 'kubernetes.namespace.name';
const deployment = 'kubernetes.deployment.name';

const stores: ActivityStore[] = [];
async function storeOf(activities: readonly Activity[], view: Partial<ViewState> = {}): Promise<ActivityStore> {
  const store = await pushStore(activities, { engine: { mode: 'page' }, view });
  stores.push(store);
  return store;
}
const made = (at: number, attributes: Record<string, string>): Activity =>
  activity(`made-${at}`, 'command', toEpochNs(fixtureEndMs - at * 1_000), attributes);

/** shop: checkout 3, storefront 1; payments: ledger 2; one without any label. */
const few: readonly Activity[] = [
  made(1, { comm: 'curl', [namespace]: 'shop', [deployment]: 'checkout' }),
  made(2, { comm: 'curl', [namespace]: 'shop', [deployment]: 'checkout' }),
  made(3, { comm: 'sh', [namespace]: 'shop', [deployment]: 'checkout' }),
  made(4, { comm: 'sh', [namespace]: 'shop', [deployment]: 'storefront' }),
  made(5, { comm: 'sh', [namespace]: 'payments', [deployment]: 'ledger' }),
  made(6, { comm: 'psql', [namespace]: 'payments', [deployment]: 'ledger' }),
  made(7, { comm: 'sshd' }),
];
const byDeployment: Partial<ViewState> = { grouping: [namespace, deployment] };

const root = (element: ScopeTreeElement): ShadowRoot => {
  if (!element.shadowRoot) throw new Error('not rendered');
  return element.shadowRoot;
};
const text = (element: ScopeTreeElement): string => root(element).textContent.replace(/\s+/g, ' ');
const find = <Found extends HTMLElement = HTMLElement>(element: ScopeTreeElement, selector: string): Found => {
  const found = root(element).querySelector<Found>(selector);
  if (!found) throw new Error(`no ${selector} in: ${text(element)}`);
  return found;
};
const items = (element: ScopeTreeElement): readonly HTMLElement[] =>
  [...root(element).querySelectorAll<HTMLElement>('[role="treeitem"]')].sort(
    (a, b) => Number(a.dataset['index']) - Number(b.dataset['index']),
  );
/** `shop 4`, with two spaces for each level. */
const outline = (element: ScopeTreeElement): string =>
  items(element)
    .map((item) => {
      const level = Number(item.getAttribute('aria-level')) - 1;
      const words = (item.ariaLabel ?? '').replace(/, ([\d,]+) activit(y|ies)/, ' $1');
      return `${'  '.repeat(level)}${words}`;
    })
    .join('\n');
const item = (element: ScopeTreeElement, name: string): HTMLElement => {
  const found = items(element).find((one) => one.ariaLabel?.startsWith(`${name}, `));
  if (!found) throw new Error(`no ${name} in:\n${outline(element)}`);
  return found;
};
const button = (element: ScopeTreeElement, name: RegExp): HTMLButtonElement => {
  const found = [...root(element).querySelectorAll('button')].find((one) =>
    name.test(one.ariaLabel ?? one.textContent.trim()),
  );
  if (!found) throw new Error(`no button ${String(name)} in: ${text(element)}`);
  return found;
};
const active = (element: ScopeTreeElement): string => {
  const tree = find(element, '[role="tree"]');
  const at = root(element).getElementById(tree.getAttribute('aria-activedescendant') ?? '');
  return at?.ariaLabel?.split(', ')[0] ?? '';
};
const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await sendKeys({ press: key });
};
const typeInto = async (element: ScopeTreeElement, selector: string, typed: string): Promise<void> => {
  find(element, selector).focus();
  await sendKeys({ type: typed });
};
const scopeText = (store: ActivityStore): string =>
  store.view.scope.map(({ attribute, value }) => `${attribute}=${String(value)}`).join(' ');

async function show(store: ActivityStore | null, heightPx = 500): Promise<ScopeTreeElement> {
  const frame = await fixture<HTMLElement>(html`<main></main>`);
  frame.style.setProperty('width', '280px');
  frame.style.setProperty('height', `${heightPx}px`);
  const element = document.createElement('scope-tree');
  element.store = store;
  frame.append(element);
  await element.updateComplete;
  return element;
}
async function showDrawn(store: ActivityStore, heightPx?: number): Promise<ScopeTreeElement> {
  const element = await show(store, heightPx);
  await waitUntil(() => items(element).length > 1, 'the tree');
  await element.updateComplete;
  return element;
}
async function becomes(element: ScopeTreeElement, expected: string): Promise<void> {
  const wanted = expected.replace(/^\n|\n\s*$/g, '').replace(/^ {6}/gm, '');
  try {
    await waitFor(() => outline(element) === wanted, '', { timeout: 4_000 });
  } catch {
    expect(outline(element)).to.equal(wanted);
  }
}
const focusTree = (element: ScopeTreeElement): void => find(element, '[role="tree"]').focus();

/** Counted without the engine: paths of a grouping with their activities, as `outline` shows them with all open. */
function countedBy(activities: readonly Activity[], attributes: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of activities) {
    const path: (string | null)[] = [];
    for (const name of attributes) {
      path.push(attributeText(one, name) ?? null);
      const key = JSON.stringify(path);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

describe('scope-tree', () => {
  before(() => setViewport({ width: 900, height: 700 }));
  afterEach(async () => {
    await resetMouse();
    await Promise.all(stores.splice(0).map((store) => store.dispose()));
  });

  it('shows everything and its groups with their numbers, the largest first', async () => {
    const element = await showDrawn(await storeOf(few, byDeployment));
    await becomes(
      element,
      `
      Everything 7
        shop 4
        payments 2
        No namespace 1
      `,
    );
    expect(text(element)).to.contain('exact');
    await expect(element).to.be.accessible();
  });

  for (const { label, attributes } of groupings) {
    it(`counts as one counts by hand: ${label}`, async () => {
      const activities = [...clusterActivities({ count: 300 }), ...few];
      const element = await showDrawn(await storeOf(activities, { grouping: attributes }), 4_000);
      focusTree(element);
      for (let level = 2; level <= attributes.length; level++) {
        const shut = (): HTMLElement | undefined =>
          items(element).find((one) => one.getAttribute('aria-expanded') === 'false');
        for (let one = shut(); one; one = shut()) {
          one.querySelector<HTMLElement>('.twist')?.click();
          await element.updateComplete;
        }
      }
      const path: (string | null)[] = [];
      const seen = new Map<string, number>();
      for (const one of items(element).slice(1)) {
        const level = Number(one.getAttribute('aria-level')) - 2;
        const isBucket = one.querySelector('.bucket') !== null;
        path.length = level;
        path.push(isBucket ? null : (one.querySelector('.value')?.textContent ?? ''));
        seen.set(JSON.stringify(path), Number(one.querySelector('.count')?.textContent.replace(/\D/g, '')));
      }
      const byKey = (counts: ReadonlyMap<string, number>): string => JSON.stringify([...counts].sort());
      expect(byKey(seen)).to.equal(byKey(countedBy(activities, attributes)));
    });
  }

  it('keeps the places of entities that are waited for, and says what they wait for', async () => {
    const workerUrl = new URL('../client/silent.worker.ts', import.meta.url).href;
    const store = createStore({
      source: { kind: 'push' },
      cache: { mode: 'memory' },
      engine: { mode: 'worker', workerUrl, timeoutMs: 3_600_000 },
    });
    stores.push(store);
    const element = await show(store);
    await waitUntil(() => /Entities not known yet: starting/.test(text(element)), 'the words');
    expect(root(element).querySelector('.placeholder')).not.to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('follows the filter; what holds nothing stays, dimmed', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    store.setView({ filterText: 'comm = psql' });
    await becomes(
      element,
      `
      Everything 1
        payments 1
        shop 0
        No namespace 0
      `,
    );
    const colour = (name: string): string => {
      const shown = item(element, name).querySelector('.name');
      return shown ? getComputedStyle(shown).color : '';
    };
    expect(colour('shop')).not.to.equal(colour('payments'));
    await expect(element).to.be.accessible();
  });

  it('follows the window and the data sources', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    store.setView({
      window: {
        kind: 'absolute',
        range: { fromNs: toEpochNs(fixtureEndMs - 2_500), toNs: toEpochNs(fixtureEndMs) },
      },
    });
    await waitUntil(() => /^Everything 2\n/.test(outline(element)), 'the window');
    store.setView({ types: ['connection'] });
    await waitUntil(() => /^Everything 0\n/.test(outline(element)) || /No entity/.test(text(element)), 'the sources');
  });

  it('counts what arrives, keeps what is open and where the person is', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    focusTree(element);
    await press('ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown');
    expect(active(element)).to.equal('ledger');
    await store.push({
      activities: Array.from({ length: 5 }, (_, at) =>
        made(20 + at, { [namespace]: 'payments', [deployment]: 'cron' }),
      ),
    });
    await becomes(
      element,
      `
      Everything 12
        payments 7
          cron 5
          ledger 2
        shop 4
        No namespace 1
      `,
    );
    expect(active(element)).to.equal('ledger');
    expect(root(element).activeElement?.getAttribute('role')).to.equal('tree');
  });

  it('holds its order while the pointer is over it', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    const { left, top } = item(element, 'payments').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(left + 60), Math.round(top + 10)] });
    await store.push({ activities: Array.from({ length: 9 }, (_, at) => made(20 + at, { [namespace]: 'payments' })) });
    await waitUntil(() => /payments 11/.test(outline(element)), 'the number');
    expect(outline(element)).to.match(/shop 4\n.*payments 11/);
    await sendMouse({ type: 'move', position: [600, 600] });
    await waitUntil(() => /payments 11\n.*shop 4/.test(outline(element)), 'the order');
  });

  it('keeps a value called "null" apart from having none', async () => {
    const store = await storeOf([...few, made(30, { [namespace]: 'null' })], byDeployment);
    const element = await showDrawn(store);
    const [named, none] = [item(element, 'null'), item(element, 'No namespace')];
    expect(named.querySelector('.bucket')).to.equal(null);
    expect(none.querySelector('.bucket')).not.to.equal(null);
    none.click();
    expect(scopeText(store)).to.equal(`${namespace}=null`);
    expect(store.view.scope[0]?.value).to.equal(null);
    await waitUntil(() => item(element, 'No namespace').ariaSelected === 'true', 'chosen');
    item(element, 'null').click();
    expect(store.view.scope[0]?.value).to.equal('null');
  });

  it('makes an entity the scope of all else, keeps the numbers of the others, and leaves it again', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    item(element, 'shop').click();
    expect(scopeText(store)).to.equal(`${namespace}=shop`);
    await waitUntil(() => item(element, 'shop').ariaSelected === 'true', 'chosen');
    expect((await store.ask({ totals: true })).totals?.matching).to.equal(4);
    expect(outline(element)).to.match(/Everything 7\n.*shop 4\n.*payments 2/);
    item(element, 'shop').click();
    expect(store.view.scope).to.deep.equal([]);
  });

  it('shows the scope as steps that lead back', async () => {
    const store = await storeOf(few, {
      ...byDeployment,
      scope: [
        { attribute: namespace, value: 'shop' },
        { attribute: deployment, value: 'checkout' },
      ],
    });
    const element = await showDrawn(store);
    await waitUntil(() => item(element, 'checkout').ariaSelected === 'true', 'the path is open');
    const steps = [...find(element, 'nav').querySelectorAll('li')].map((step) => step.textContent.trim());
    expect(steps).to.deep.equal(['Everything', 'shop', 'checkout']);
    await expect(element).to.be.accessible();
    button(element, /^Back to Namespace: shop$/).click();
    expect(scopeText(store)).to.equal(`${namespace}=shop`);
    await element.updateComplete;
    button(element, /^Leave the scope$/).click();
    expect(store.view.scope).to.deep.equal([]);
  });

  it('keeps a scope of other attributes in its steps', async () => {
    const store = await storeOf(few, { ...byDeployment, scope: [{ attribute: 'comm', value: 'sh' }] });
    const element = await showDrawn(store);
    expect(find(element, 'nav').textContent).to.contain('sh');
    expect(items(element).some((one) => one.ariaSelected === 'true')).to.equal(false);
  });

  it('leaves scoping to a host that prevents it', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    let asked = 0;
    element.addEventListener('activity-scope', (event) => {
      asked = event.scope.length;
      event.preventDefault();
    });
    item(element, 'shop').click();
    expect(asked).to.equal(1);
    expect(store.view.scope).to.deep.equal([]);
  });

  it('is a tree for the keyboard', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    focusTree(element);
    expect(active(element)).to.equal('Everything');
    await press('ArrowDown', 'ArrowRight');
    await becomes(element, 'Everything 7\n  shop 4\n    checkout 3\n    storefront 1\n  payments 2\n  No namespace 1');
    await press('ArrowRight');
    expect(active(element)).to.equal('checkout');
    await press('ArrowLeft');
    expect(active(element)).to.equal('shop');
    await press('ArrowLeft');
    await element.updateComplete;
    expect(outline(element)).not.to.contain('checkout');
    await press('End');
    expect(active(element)).to.equal('No namespace');
    await press('Home');
    expect(active(element)).to.equal('Everything');
    await sendKeys({ type: 'pa' });
    expect(active(element)).to.equal('payments');
    await press('*');
    await becomes(
      element,
      `
      Everything 7
        shop 4
          checkout 3
          storefront 1
        payments 2
          ledger 2
        No namespace 1
          No deployment 1
      `,
    );
    await press('ArrowDown', 'Enter');
    expect(scopeText(store)).to.equal(`${namespace}=payments ${deployment}=ledger`);
    await press('Escape');
    expect(store.view.scope).to.deep.equal([]);
    await press(' ');
    expect(store.view.scope).to.have.length(2);
  });

  it('filters by an entity with + and -, and shows it', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    focusTree(element);
    await press('ArrowDown', '-');
    expect(store.view.filterText).to.equal(`${namespace} != shop`);
    await waitUntil(() => /shop, 0 activities, left out/.test(item(element, 'shop').ariaLabel ?? ''), 'left out');
    await press('-', '+');
    expect(store.view.filterText).to.equal(`${namespace} = shop`);
    await waitUntil(() => /filtered for/.test(item(element, 'shop').ariaLabel ?? ''), 'filtered for');
  });

  it('filters for and against those without a label by the buttons at the pointer', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    const { left, top } = item(element, 'No namespace').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(left + 60), Math.round(top + 10)] });
    await waitUntil(() => root(element).querySelector('.value-action') !== null, 'the buttons');
    await expect(element).to.be.accessible();
    button(element, /^Only: No namespace/).click();
    expect(store.view.filterText).to.equal(`${namespace} not exists`);
    expect((await store.ask({ totals: true })).totals?.matching).to.equal(1);
    await element.updateComplete;
    button(element, /^Stop filtering for: No namespace/).click();
    expect(store.view.filterText).to.equal('');
    button(element, /^Leave out: No namespace/).click();
    expect(store.view.filterText).to.equal(`${namespace} exists`);
    expect(store.view.scope).to.deep.equal([]);
  });

  it('finds entities, opens what holds them and says how many there are', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    await typeInto(element, 'input', 'LED');
    await becomes(element, 'Everything 7\n  payments 2\n    ledger 2');
    expect(text(element)).to.contain('1 of 7 found');
    expect(find(element, 'mark').textContent).to.equal('led');
    await press('Enter');
    expect(active(element)).to.equal('ledger');
    button(element, /Clear the search/).click();
    await becomes(element, 'Everything 7\n  shop 4\n  payments 2\n  No namespace 1');
    await typeInto(element, 'input', 'nothing-like-it');
    await waitUntil(() => /None of 7 found/.test(text(element)), 'none');
    await press('Escape');
    await becomes(element, 'Everything 7\n  shop 4\n  payments 2\n  No namespace 1');
    await typeInto(element, 'input', 'no depl');
    await becomes(element, 'Everything 7\n  No namespace 1\n    No deployment 1');
  });

  it('has its own order again after a search, also under a pointer that rests on it', async () => {
    const element = await showDrawn(await storeOf(few, byDeployment));
    const { left, top } = item(element, 'payments').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(left + 60), Math.round(top + 10)] });
    await typeInto(element, 'input', 'led');
    await becomes(element, 'Everything 7\n  payments 2\n    ledger 2');
    button(element, /Clear the search/).click();
    await becomes(element, 'Everything 7\n  shop 4\n  payments 2\n  No namespace 1');
  });

  it('orders by number, by name and the rarest first, with zero after all that is there', async () => {
    const store = await storeOf([...few, made(40, { [namespace]: 'app-10' }), made(41, { [namespace]: 'app-9' })], {
      ...byDeployment,
      filterText: 'comm exists',
    });
    const element = await showDrawn(store);
    const select = find<HTMLSelectElement>(element, 'select');
    const order = (value: string): void => {
      select.value = value;
      select.dispatchEvent(new Event('change'));
    };
    await becomes(element, 'Everything 7\n  shop 4\n  payments 2\n  No namespace 1\n  app-9 0\n  app-10 0');
    order('rarest-first');
    await becomes(element, 'Everything 7\n  No namespace 1\n  payments 2\n  shop 4\n  app-9 0\n  app-10 0');
    order('by-name');
    await becomes(element, 'Everything 7\n  app-9 0\n  app-10 0\n  payments 2\n  shop 4\n  No namespace 1');
  });

  it('offers the usual groupings and the host’s own, found by name', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    element.groupings = [{ id: 'mine', label: 'Who runs what', attributes: ['user', ' comm ', 'comm'] }];
    button(element, /^Grouping: /).click();
    await waitUntil(() => root(element).activeElement?.id === 'groupings-search', 'the menu');
    const options = (): readonly string[] =>
      [...root(element).querySelectorAll('#groupings-options [role="option"] .title')].map((one) => one.textContent);
    expect(options()[0]).to.equal('Who runs what');
    expect(options()).to.include.members(groupings.map(({ label }) => label));
    await expect(element).to.be.accessible();
    await sendKeys({ type: 'stateful' });
    await waitUntil(() => options().length === 1, 'one is found');
    await press('Enter');
    expect(store.view.grouping.join(' ')).to.contain('statefulset');
    await waitUntil(() => /Stateful sets/.test(find(element, '#grouping-button').textContent), 'its name');
    button(element, /^Grouping: /).click();
    await waitUntil(() => options().length > 3, 'the menu again');
    button(element, /Who runs what/).click();
    expect(store.view.grouping).to.deep.equal(['username', 'comm']);
  });

  it('groups by attributes of the person’s own, in their own order', async () => {
    const store = await storeOf([...few, made(50, { 'team.label': 'blue', comm: 'sh' })], { grouping: [namespace] });
    const element = await showDrawn(store);
    button(element, /^Grouping: /).click();
    await waitUntil(() => root(element).activeElement?.id === 'groupings-search', 'the menu');
    button(element, /Custom grouping/).click();
    await waitUntil(() => root(element).activeElement?.id === 'levels-search', 'the editor');
    const levels = (): string =>
      [...root(element).querySelectorAll('.level .title')].map((one) => one.textContent.trim()).join(' ');
    await sendKeys({ type: 'team' });
    await waitUntil(() => /team\.label/.test(find(element, '#levels-options').textContent), 'what the data has');
    await press('Enter');
    await waitUntil(() => levels() === 'Namespace team.label', 'added');
    await expect(element).to.be.accessible();
    button(element, /^Move team\.label outwards/).focus();
    await press('Enter');
    await waitUntil(() => levels() === 'team.label Namespace', 'moved');
    await press('ArrowDown');
    await waitUntil(() => levels() === 'Namespace team.label', 'moved by an arrow');
    await press('ArrowUp');
    await waitUntil(() => levels() === 'team.label Namespace', 'moved back');
    button(element, /^Remove Namespace/).click();
    await waitUntil(() => levels() === 'team.label', 'removed');
    button(element, /^Group$/).click();
    expect(store.view.grouping).to.deep.equal(['team.label']);
    await becomes(element, 'Everything 8\n  No team.label 7\n  blue 1');
  });

  it('remembers for each grouping what was open', async () => {
    const store = await storeOf(few, byDeployment);
    const element = await showDrawn(store);
    item(element, 'shop').querySelector<HTMLElement>('.twist')?.click();
    await waitUntil(() => /checkout/.test(outline(element)), 'open');
    expect(store.view.scope).to.deep.equal([]);
    store.setView({ grouping: ['comm', namespace] });
    await waitUntil(() => /psql/.test(outline(element)), 'another grouping');
    store.setView({ grouping: [namespace, deployment] });
    await waitUntil(() => /checkout/.test(outline(element)), 'as it was left');
  });

  it('opens at once where there is only one way to go', async () => {
    const element = await showDrawn(await storeOf(few.slice(0, 4), byDeployment));
    await becomes(element, 'Everything 4\n  shop 4\n    checkout 3\n    storefront 1');
  });

  it('draws only what is in sight of thousands, and reaches the last', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => made(at, { [namespace]: `tenant-${at}` }));
    const element = await showDrawn(await storeOf(many, { grouping: [namespace] }));
    expect(items(element).length).to.be.lessThan(80);
    expect(items(element)[5]?.getAttribute('aria-setsize')).to.equal('3000');
    focusTree(element);
    await press('End');
    await waitUntil(() => active(element) === 'tenant-2999', 'the last');
    const last = item(element, 'tenant-2999').getBoundingClientRect();
    expect(last.bottom).to.be.at.most(find(element, '[role="tree"]').getBoundingClientRect().bottom + 1);
    await sendKeys({ type: 'tenant-1234' });
    await waitUntil(() => active(element) === 'tenant-1234', 'typed');
  });

  it('shows hostile names without running or hiding anything', async () => {
    const names = ['<img src=x onerror="alert(1)">', '\u202egpj.exe', '', '__proto__'];
    const element = await showDrawn(
      await storeOf(
        names.map((name, at) => made(at, { [namespace]: name })),
        { grouping: [namespace] },
      ),
    );
    expect(text(element)).to.contain('<img src=x onerror="alert(1)">');
    expect(root(element).querySelector('img')).to.equal(null);
    expect(item(element, '\\u202egpj.exe').querySelector('.mark')?.getAttribute('data-label')).to.equal('RLO');
    expect(item(element, 'empty').querySelector('.bucket')).not.to.equal(null);
    item(element, '__proto__').click();
    expect(scopeText(await Promise.resolve(stores[0]!))).to.equal(`${namespace}=__proto__`);
  });

  it('says "at least" where there may be more', async () => {
    const store = await storeOf(few, byDeployment);
    await store.push({ bytes: new TextEncoder().encode('{"kind":"Event","apiVersion":\n'), name: 'broken.ndjson' });
    const element = await showDrawn(store);
    await waitUntil(() => /Everything, 7 activities or more/.test(items(element)[0]?.ariaLabel ?? ''), 'the bound');
    expect(text(element)).to.contain('could not be read');
  });

  it('says in a sentence that there is nothing, what went wrong, or that nobody provides a store', async () => {
    const empty = await show(await storeOf([]));
    await waitUntil(() => /Nothing is loaded yet|No entity/.test(text(empty)), 'nothing');
    await expect(empty).to.be.accessible();
    const failing = createStore({
      source: { kind: 'push' },
      cache: { mode: 'memory' },
      engine: { mode: 'worker', workerUrl: '/no-such-worker.js', timeoutMs: 2_000 },
    });
    stores.push(failing);
    const failed = await show(failing);
    await waitUntil(() => root(failed).querySelector('[role="status"] .error') !== null, 'the error');
    await expect(failed).to.be.accessible();
    const missing = await show(null);
    await waitUntil(() => /activity-provider/.test(text(missing)), 'the hint');
  });
});
