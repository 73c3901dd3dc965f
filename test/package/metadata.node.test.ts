import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { vscodeHtml, webTypes } from '../tools/metadata/editor-data.js';
import { elementProps, reactTypes } from '../tools/metadata/framework-types.js';
import { elementsOf, eventTypes, readManifest, valuesOf, type ElementFacts } from '../tools/metadata/manifest.js';

let elements: readonly ElementFacts[];
before(async () => {
  elements = elementsOf(await readManifest());
});
const elementOf = (tag: string): ElementFacts => {
  const found = elements.find((element) => element.tag === tag);
  assert.ok(found, `<${tag}> is missing`);
  return found;
};

test('every element that the package registers is in the manifest', () => {
  const all = readFileSync(new URL('../../components/activity-audit/define.ts', import.meta.url), 'utf8');
  const registered = ['activity-audit', ...[...all.matchAll(/definePart\('([\w-]+)'/g)].map(([, tag = '']) => tag)];
  assert.ok(registered.length > 8);
  assert.deepEqual(elements.map(({ tag }) => tag).sort(), registered.sort());
});

test('every element, property, attribute and event says what it is', () => {
  const silent = elements.flatMap(
    ({ tag, description, properties, attributes, events, slots, parts, cssProperties }) => [
      ...(description ? [] : [tag]),
      ...[...properties, ...attributes, ...events, ...slots, ...parts, ...cssProperties]
        .filter((item) => !item.description)
        .map(({ name }) => `${tag} ${name}`),
    ],
  );
  assert.deepEqual(silent, []);
});

test('every event that an element fires has a class in HTMLElementEventMap', () => {
  const types = eventTypes();
  for (const { tag, source } of elements) {
    const text = readFileSync(new URL(`../../${source}`, import.meta.url), 'utf8');
    const named = [...text.matchAll(/^ \* @fires ([\w-]+)/gm)].map(([, name = '']) => name);
    for (const name of named) assert.ok(types.has(name), `${tag}: ${name} is in no HTMLElementEventMap`);
    assert.deepEqual(
      elementOf(tag)
        .events.map(({ name }) => name)
        .sort(),
      named.sort(),
    );
  }
});

test('the whole view declares the events of all its parts, and both READMEs name them', () => {
  const { events } = elementOf('activity-audit');
  const declared = new Map(events.map(({ name, type }) => [name, type]));
  for (const { tag, events: inner } of elements)
    for (const { name, type } of inner)
      assert.equal(declared.get(name), type, `${name} of <${tag}> leaves the whole view`);
  for (const file of ['README.md', 'README.ja.md']) {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    for (const name of declared.keys()) assert.ok(text.includes(`\`${name}\``), `${file} is silent about ${name}`);
  }
});

test('nothing private or of Lit is shown', () => {
  for (const { tag, properties, methods } of elements)
    for (const name of [...properties.map((property) => property.name), ...methods])
      assert.doesNotMatch(name, /^(#|_|render|updated|willUpdate|styles|shadowRoot)/, tag);
});

test('an attribute whose description begins with its values has them for editors', () => {
  assert.deepEqual(valuesOf('`light`, `dark` or `auto`; the page’s own where absent.'), ['light', 'dark', 'auto']);
  assert.deepEqual(valuesOf('`session` (default), `persistent` or `memory`.'), ['session', 'persistent', 'memory']);
  assert.deepEqual(valuesOf('`local`, `UTC` or a named zone.'), []);
  assert.deepEqual(valuesOf('The first window: a preset such as `1H`.'), []);
  const html = JSON.stringify(vscodeHtml(elements));
  assert.match(html, /"name":"density".{1,200}"values":\[\{"name":"compact"\}/);
  assert.match(JSON.stringify(webTypes(elements, 'p', '1.0.0')), /\\"compact\\" \| \\"normal\\" \| \\"comfortable\\"/);
});

test('types for templates name properties, attributes and listeners', () => {
  const props = elementProps(elements);
  assert.match(props, /timeZone\?: ActivityAuditElement\['timeZone'\] \| undefined;/);
  assert.match(props, /'time-zone'\?: string \| null \| undefined;/);
  assert.match(props, /'activity-select': ActivitySelectEvent;/);
  assert.doesNotMatch(props, /activeStore\?/);
  assert.match(reactTypes(elements), /'filter-bar': Tag<FilterBarElement, FilterBarProps, FilterBarEvents>;/);
});

test('what is needed may be newer within its range, and the lock file asks for the same ranges', () => {
  const read = (file: string) =>
    JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly packages: Readonly<Record<string, { readonly dependencies: unknown }>>;
    };
  const { dependencies } = read('package.json');
  for (const [name, range] of Object.entries(dependencies))
    // Only patches come by themselves where internals are used, and where the next minor version needs a package more.
    assert.match(range, /^@lit\/localize$|flechette$/.test(name) ? /^~\d/ : /^\^\d/, name);
  assert.deepEqual(read('package-lock.json').packages['']?.dependencies, dependencies);
});
