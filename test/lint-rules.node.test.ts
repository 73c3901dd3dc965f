/** The rules that keep out what a strict policy blocks: each is broken once, and must be found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));
const config = fileURLToPath(new URL('eslint.config.js', import.meta.url));

/** The project's own rules for a file of this name, without those that need types. */
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: config,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      ...tseslint.configs.disableTypeChecked,
      rules: { ...tseslint.configs.disableTypeChecked.rules, '@typescript-eslint/switch-exhaustiveness-check': 'off' },
    },
  ],
});

async function complaints(filePath: string, code: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}${filePath}` });
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

const element = 'components/activity-list/activity-list.ts';
const breaches: readonly (readonly [what: string, file: string, code: string])[] = [
  ['styleMap', element, "import { styleMap } from 'lit/directives/style-map.js';\nexport const map = styleMap;"],
  [
    'unsafeHTML',
    element,
    "import { unsafeHTML } from 'lit/directives/unsafe-html.js';\nexport const map = unsafeHTML;",
  ],
  ['a literal style attribute', element, 'export const view = html`<p class="a" style="color:red">a</p>`;'],
  ['a bound style attribute', element, 'export const view = (a) => html`<p style=${a}>a</p>`;'],
  ['a style element', element, 'export const view = html`<style>p{}</style>`;'],
  ['setAttribute of style', element, "export const set = (one) => one.setAttribute('style', 'color:red');"],
  ['cssText', element, "export const set = (one) => void (one.style.cssText = 'color:red');"],
  ['innerHTML', element, "export const set = (one) => void (one.innerHTML = '<b>a</b>');"],
  ['insertAdjacentHTML', element, "export const set = (one) => one.insertAdjacentHTML('beforeend', '<b>a</b>');"],
  ['a script element', element, "export const make = () => document.createElement('script');"],
  ['eval', element, "export const one = eval('1');"],
  ['new Function', element, "export const one = new Function('return 1');"],
  ['a worker of an element', element, "export const start = () => new Worker('/worker.js');"],
  [
    'a worker by another way',
    'src/client/engine-client.ts',
    "export const start = () => new globalThis.Worker('/worker.js');",
  ],
  ['a shared worker', 'workers/pipeline/engine.ts', "export const start = () => new SharedWorker('/worker.js');"],
];

for (const [what, file, code] of breaches)
  test(`${what} is found in ${file}`, async () => {
    const found = await complaints(file, code);
    assert.ok(
      found.some((one) => /no-restricted-syntax|no-eval|no-new-func/.test(one)),
      `nothing was found; it said: ${found.join(' | ') || 'nothing'}`,
    );
  });

test('a worker is started by the file that knows how', async () => {
  const code = "export const start = () => new Worker('/worker.js');";
  assert.deepEqual(await complaints('src/client/worker-place.ts', code), []);
});
