import tseslint from 'typescript-eslint';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import litA11y from 'eslint-plugin-lit-a11y';

/** What a strict Content-Security-Policy blocks, and what would let event text become markup. */
export const blocked = [
  {
    selector: 'ImportDeclaration[source.value=/directives\\/(style-map|unsafe-html|unsafe-svg)/]',
    message:
      'styleMap is blocked on first render under a strict policy, and unsafe directives let event text become markup.',
  },
  {
    selector: 'AssignmentExpression > MemberExpression.left[property.name=/^(innerHTML|outerHTML)$/]',
    message: 'Event text may be hostile: use text bindings.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe)$/]',
    message: 'Event text may be hostile: use text bindings.',
  },
  {
    selector: 'TaggedTemplateExpression[tag.name=/^(html|svg)$/] TemplateElement[value.raw=/\\sstyle\\s*=/]',
    message:
      'A literal style attribute is blocked by a strict policy: use a class, or set a property on element.style.',
  },
  {
    selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']",
    message: 'A style attribute is blocked by a strict policy: set a property on element.style.',
  },
  {
    selector: 'TaggedTemplateExpression[tag.name=/^(html|svg)$/] TemplateElement[value.raw=/<style\\b/]',
    message: 'A style element is blocked by a strict policy: use static styles.',
  },
  {
    selector: "CallExpression[callee.property.name='createElement'][arguments.0.value=/^(style|script)$/]",
    message: 'A strict policy blocks style and script elements: use a constructed style sheet, or an import.',
  },
  {
    selector: 'AssignmentExpression > MemberExpression.left[property.name=/^(srcdoc|cssText)$/]',
    message: 'Markup is blocked by Trusted Types; set the properties of style one by one.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a const object and a union.' },
];

/** Even an address of the page's own throws under Trusted Types: these two files know how, one for the page and one for the worker's own thread. */
export const workerStarters = ['src/client/worker-place.ts', 'workers/pipeline/reading-thread.ts'];
export const unguardedWorker = {
  selector: 'NewExpression[callee.name=/^(Shared)?Worker$/], NewExpression[callee.property.name=/^(Shared)?Worker$/]',
  message: `Under Trusted Types a worker needs a trusted address: only ${workerStarters.join(' and ')} start one.`,
};

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', 'stories/hosts/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      // One program for all rooms: with one for each, what many rooms use is read and checked many times. That rooms keep to their libraries is seen by `tsc -b`.
      parserOptions: { project: 'test/tsconfig.lint.json', tsconfigRootDir: new URL('..', import.meta.url).pathname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...blocked],
    },
  },
  {
    files: ['src/**/*.ts', 'components/**/*.ts', 'workers/**/*.ts', 'stories/**/*.ts'],
    ignores: workerStarters,
    rules: { 'no-restricted-syntax': ['error', ...blocked, unguardedWorker] },
  },
  { files: ['components/**/*.ts', 'stories/**/*.ts'], ...lit['flat/recommended'] },
  {
    // Static templates put the tag names in before Lit sees the markup.
    files: ['activity-audit', 'main-area', 'own-provider'].map((name) => `components/activity-audit/${name}.ts`),
    rules: { 'lit/binding-positions': 'off', 'lit/no-invalid-html': 'off' },
  },
  { files: ['components/**/*.ts'], ...wc['flat/best-practice'] },
  {
    files: ['components/**/*.ts'],
    plugins: { 'lit-a11y': litA11y },
    rules: { ...litA11y.configs.recommended.rules },
  },
  {
    files: ['test/**/*.ts', 'stories/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
  { settings: { litHtmlSources: ['lit', '@open-wc/testing'] } },
);
