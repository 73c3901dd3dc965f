// The hooks of `plain-typescript.js`: `./x.js` is `./x.ts` where only that exists, and the source of a `.ts` file is what was made of it.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

let root = '';
let folder = '';
export function initialize(data) {
  ({ root, folder } = data);
}

const typescript = /\.ts$/;

export function resolve(specifier, context, next) {
  if (!/^(?:\.{1,2}\/|\/|file:)/.test(specifier)) return next(specifier, context);
  const url = new URL(specifier, context.parentURL);
  if (url.protocol === 'file:' && url.pathname.endsWith('.js') && !url.pathname.includes('/node_modules/')) {
    const asTypescript = new URL(url);
    asTypescript.pathname = url.pathname.replace(/\.js$/, '.ts');
    if (!existsSync(url) && existsSync(asTypescript)) return next(asTypescript.href, context);
  }
  return next(specifier, context);
}

export function load(url, context, next) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !typescript.test(pathname)) return next(url, context);
  const made = join(folder, relative(root, fileURLToPath(new URL(pathname, url))).replace(typescript, '.js'));
  return { format: 'module', source: readFileSync(made, 'utf8'), shortCircuit: true };
}
