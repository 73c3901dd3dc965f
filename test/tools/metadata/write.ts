// What a build says about the elements, for tools: the manifest, data for editors, types for templates of frameworks.
//   node --import tsx test/tools/metadata/write.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { vscodeCss, vscodeHtml, webTypes } from './editor-data.js';
import { elementProps, reactTypes, svelteTypes, vueTypes } from './framework-types.js';
import { elementsOf, readManifest, root } from './manifest.js';

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};
const manifest = await readManifest();
const elements = elementsOf(manifest);

const files: Readonly<Record<string, string | object>> = {
  'dist/custom-elements.json': manifest,
  'dist/vscode.html-custom-data.json': vscodeHtml(elements),
  'dist/vscode.css-custom-data.json': vscodeCss(elements),
  'dist/web-types.json': webTypes(elements, name, version),
  // What the entries for types are at run time: somebody may import them for their effect.
  'dist/esm/no-code.js': 'export {};\n',
  'dist/types/element-props.d.ts': elementProps(elements),
  'dist/types/react.d.ts': reactTypes(elements),
  'dist/types/vue.d.ts': vueTypes(elements),
  'dist/types/svelte.d.ts': svelteTypes(elements),
};
for (const [file, content] of Object.entries(files)) {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
}
