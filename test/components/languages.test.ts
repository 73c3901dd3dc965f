import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ActivityAuditElement } from '../../components/activity-audit/activity-audit.js';
import { loadLanguage, registerLanguage } from '../../components/index.js';
import '../../components/define.js';
import { catalogue, createStore, type ActivityStore } from '../../src/headless.js';
import { clusterActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { overlapTrace, poorTrace } from '../../stories/fixtures/trace-activities.js';
import { englishWords, filterSyntax } from '../languages/english-words.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

/** What is read out besides text. */
const spoken = [
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
];

/** Everything that a person reads or hears, through shadow roots; syntax and recorded values, which are marked as such, left out. */
function* readable(node: Node): Generator<string> {
  if (node.nodeType === Node.TEXT_NODE) yield node.nodeValue ?? '';
  if (!(node instanceof Element) && !(node instanceof ShadowRoot) && !(node instanceof Document)) return;
  if (node instanceof Element) {
    if (node.matches('style, code, kbd')) return;
    for (const name of spoken) yield node.getAttribute(name) ?? '';
  }
  for (const child of node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes)
    yield* readable(child);
}
const read = (node: Node): string => [...readable(node)].join('\n');
const hasJapanese = (node: Node): boolean => /[\u3040-\u30ff\u4e00-\u9fff]/.test(read(node));

/** All that is recorded in the activities and names of attributes: data in every language. */
function dataOf(
  activities: readonly { readonly attributes: ReadonlyMap<string, unknown>; readonly id: string }[],
): string[] {
  return activities.flatMap(({ id, attributes }) => [
    id,
    ...[...attributes].flatMap(([name, value]) => [name, String(value)]),
  ]);
}

const stores: ActivityStore[] = [];
async function storeOf(...given: Parameters<typeof pushStore>): Promise<ActivityStore> {
  const store = await pushStore(given[0], { engine: { mode: 'page' }, ...given[1] });
  stores.push(store);
  return store;
}

/** Presses every button that opens something, and closes it again; what is read meanwhile is returned. */
async function readAll(view: Element): Promise<string> {
  const texts = [read(view)];
  const openers = [...everyElement(view)].filter(
    (element): element is HTMLElement =>
      element instanceof HTMLElement && element.matches('button[aria-haspopup], button[aria-expanded="false"]'),
  );
  for (const opener of openers) {
    if (!opener.isConnected || opener.getAttribute('aria-expanded') === 'true') continue;
    opener.click();
    await settle();
    texts.push(read(view));
    if (opener.isConnected && opener.getAttribute('aria-expanded') === 'true') opener.click();
    await settle();
  }
  return texts.join('\n');
}
function* everyElement(root: Element | ShadowRoot): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everyElement(element.shadowRoot);
  }
  if (root instanceof Element && root.shadowRoot) yield* everyElement(root.shadowRoot);
}
const settle = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))));

async function place(tag: string, store: ActivityStore | null, lang = 'ja'): Promise<HTMLElement> {
  const frame = await fixture<HTMLElement>(html`<div lang=${lang}></div>`);
  frame.style.setProperty('height', '800px');
  const element = Object.assign(document.createElement(tag), { store });
  frame.append(element);
  return element;
}

const cluster = clusterActivities({ count: 300 });
const elements = [
  'activity-audit',
  'activity-details',
  'activity-export',
  'activity-list',
  'filter-bar',
  'frequency-graph',
  'scope-tree',
  'time-bar',
] as const;
/** Names of zones and attributes, and what data sources and the members of an activity are called in the protocol. */
const names = [
  ...Intl.supportedValuesOf('timeZone'),
  ...catalogue.flatMap(({ name, aliases }) => [name, ...aliases]),
  'command connection kubernetes fileaccess',
  'id type timestamp attributes labels',
  'JST GMT EST CET',
];

describe('languages', () => {
  before(() => loadLanguage('ja'));
  afterEach(async () => {
    document.documentElement.lang = '';
    for (const store of stores.splice(0)) await store.dispose();
  });

  for (const tag of elements)
    it(`shows no English words in Japanese: ${tag}`, async () => {
      const store = await storeOf(cluster, { view: { filterText: 'comm = curl and /* namespace = shop */ "text"' } });
      const selected = cluster.find(({ type }) => type === 'kubernetes');
      if (tag === 'activity-details') store.select(selected ?? null);
      const element = await place(tag, store);
      await waitUntil(() => hasJapanese(element), `${tag} is shown`);
      await settle();
      // The menus of the whole view are those of its parts.
      const text = tag === 'activity-audit' ? read(element) : await readAll(element);
      const data = [...dataOf(cluster), ...names, filterSyntax, store.view.filterText];
      expect(englishWords(text, data)).to.deep.equal([]);
    });

  /** In which language every text of an element is read out: the nearest `lang`, through shadow roots. */
  const voices = (element: Element): string[] => {
    const nearest = (node: Node | null): string => {
      for (let at = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
        const lang = at instanceof Element ? at.getAttribute('lang') : null;
        if (lang !== null) return lang;
      }
      return '';
    };
    const found = new Set<string>();
    for (const one of everyElement(element))
      for (const child of one.childNodes)
        if (child.nodeType === Node.TEXT_NODE && child.nodeValue?.trim() && !one.matches('style'))
          found.add(nearest(one));
    return [...found];
  };

  it('is read out as English in a page of a language that nobody registered, and as the page where it is spoken', async () => {
    const view = await place('activity-audit', await storeOf(cluster), 'fr');
    await waitUntil(() => /activities/.test(read(view)), 'the view');
    await settle();
    expect(voices(view)).to.deep.equal(['en']);
    view.parentElement?.setAttribute('lang', 'ja');
    await waitUntil(() => hasJapanese(view), 'Japanese');
    await waitUntil(() => voices(view).join() === 'ja', 'read out as Japanese');
    view.parentElement?.setAttribute('lang', 'en-GB');
    await waitUntil(() => /activities/.test(read(view)), 'English');
    await waitUntil(() => voices(view).join() === 'en-GB', 'read out as the page');
    expect(view.hasAttribute('lang'), 'the page’s own attribute').to.equal(false);
  });

  for (const [name, made] of [
    ['several sessions', overlapTrace()],
    ['little on record', poorTrace()],
  ] as const)
    it(`shows no English words in Japanese: trace-view with ${name}`, async () => {
      for (const id of Object.values(made.ids)) {
        const store = await storeOf(made.activities, { view: { traceId: id } });
        const element = await place('trace-view', store);
        await waitUntil(
          () => /exec セッション|誰が実行したか|読み込まれていない/.test(read(element)),
          'an answer comes',
        );
        await settle();
        const text = await readAll(element);
        expect(englishWords(text, [...dataOf(made.activities), ...names]), id).to.deep.equal([]);
      }
    });

  it('shows states without data in Japanese: no provider, nothing loaded, an error of the engine', async () => {
    const alone = await place('activity-list', null);
    await waitUntil(() => hasJapanese(alone), 'it says what is missing');
    expect(englishWords(read(alone))).to.deep.equal([]);

    const empty = await place('activity-list', await storeOf([]));
    await waitUntil(() => read(empty).includes('最初のアクティビティを待っています。'), 'it waits');
    expect(englishWords(read(empty), names)).to.deep.equal([]);

    const lost = createStore({
      source: { kind: 'file', files: [{ name: 'notes.txt', blob: new Blob(['dear diary,\nnothing happened\n']) }] },
      engine: { mode: 'page' },
      cache: { mode: 'memory' },
    });
    stores.push(lost);
    const failed = await place('activity-list', lost);
    await waitUntil(() => read(failed).includes('「notes.txt」を読み取りませんでした'), 'it says why');
    expect(englishWords(read(failed), [...names, 'notes.txt', 'JSON Lines'])).to.deep.equal([]);
  });

  it('keeps focus, what is typed, filter and selection when the language of the page changes', async () => {
    const store = await storeOf(cluster, { view: { filterText: 'comm != zz' } });
    const frame = await fixture<HTMLElement>(html`<div><activity-audit .store=${store}></activity-audit></div>`);
    frame.style.setProperty('height', '800px');
    const view = frame.querySelector<ActivityAuditElement>('activity-audit')!;
    await waitUntil(() => /activities/.test(read(view)), 'the list counts');
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } });
    store.select(rows?.activities[0] ?? null);
    await waitUntil(() => read(view).includes('Full command line') || read(view).includes('Identity'), 'details');
    const bar = view.shadowRoot!.querySelector('filter-bar')!;
    const field = bar.shadowRoot!.querySelector<HTMLInputElement>('[role="combobox"]')!;
    field.focus();
    await sendKeys({ type: 'pid = 1' });
    const before = store.view;

    document.documentElement.lang = 'ja';
    await waitUntil(() => /識別情報/.test(read(view)), 'the details are in Japanese');
    await waitUntil(
      () => [...everyElement(view)].every((element) => !/^activities$/m.test(element.textContent)),
      'all',
    );
    expect(bar.shadowRoot!.activeElement).to.equal(field);
    expect(field.value).to.equal('pid = 1');
    expect(store.view).to.equal(before);
    expect(englishWords(read(view), [...dataOf(cluster), ...names, filterSyntax, store.view.filterText])).to.deep.equal(
      [],
    );

    document.documentElement.lang = 'en';
    await waitUntil(() => /Identity/.test(read(view)) && !hasJapanese(view), 'English again');
    expect(bar.shadowRoot!.activeElement).to.equal(field);
  });

  it('speaks the language of the place: two views of one page in two languages, and the attribute of the tag itself', async () => {
    const store = await storeOf(cluster);
    const japanese = await place('time-bar', store, 'ja-JP');
    const english = await place('time-bar', store, 'en');
    await waitUntil(() => hasJapanese(japanese) && read(english).includes('Time window'), 'both are shown');
    store.setView({ timeZone: 'Asia/Tokyo' });
    await settle();
    expect(hasJapanese(english)).to.equal(false);
    expect(read(japanese)).not.to.include('Time window');

    english.setAttribute('lang', 'ja');
    await waitUntil(() => hasJapanese(english), 'its own attribute counts');
    english.removeAttribute('lang');
    await waitUntil(() => !hasJapanese(english), 'and what is around it again');
  });

  it('follows when it moves to a place of another language', async () => {
    const store = await storeOf(cluster);
    const element = await place('time-bar', store, 'en');
    await waitUntil(() => read(element).includes('Time window'), 'English');
    const other = await fixture<HTMLElement>(html`<div lang="ja"></div>`);
    other.append(element);
    await waitUntil(() => read(element).includes('時間枠'), 'Japanese');
  });

  it('speaks a language that the host registers, with its plurals, and what lacks stays English', async () => {
    const few = cluster.filter(({ type }) => type === 'command').slice(0, 3);
    const list = await place('activity-list', await storeOf(few, { view: { window: { kind: 'whole' } } }), 'sl');
    await waitUntil(() => read(list).includes('Activities'), 'nobody knows the language yet');
    registerLanguage('sl', () =>
      Promise.resolve({
        messages: {
          Activities: 'Dejavnosti',
          'in {0} rows': {
            one: 'v {0} vrstici',
            two: 'v {0} vrsticah',
            few: 'v {0} vrsticah (few)',
            other: 'v {0} vrsticah (other)',
          },
          'Find in the list': '<b>Najdi</b>',
        },
      }),
    );
    await waitUntil(() => read(list).includes('Dejavnosti'), 'it is there');
    // Translations are text: markup in them is shown.
    expect([...everyElement(list)].some((element) => element.getAttribute('aria-label') === '<b>Najdi</b>')).to.equal(
      true,
    );
    expect([...everyElement(list)].some((element) => element.localName === 'b')).to.equal(false);
    expect(read(list)).to.include('Columns');
  });

  it('says in Japanese what is wrong with a filter, and offers attributes by their Japanese names', async () => {
    const bar = await place('filter-bar', await storeOf(cluster));
    await waitUntil(() => hasJapanese(bar), 'it is shown');
    const field = bar.shadowRoot!.querySelector<HTMLInputElement>('[role="combobox"]')!;
    field.focus();
    await sendKeys({ type: '名前空間' });
    await waitUntil(() => /kubernetes\.namespace\.name/.test(read(bar)), 'the attribute is offered');
    for (let at = 0; at < 4; at += 1) await sendKeys({ press: 'Backspace' });
    await sendKeys({ type: 'comm in curl' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => read(bar).includes('リスト'), 'the problem is told');
    expect(bar.shadowRoot!.querySelector('[role="alert"]')?.textContent).to.match(/リストが必要です/);
  });
});
