// A server in small: puts what React renders into the page that Vite built.
import { readFileSync, writeFileSync } from 'node:fs';
import { render } from './dist-server/server.js';

const page = new URL('./dist/rendered.html', import.meta.url);
writeFileSync(
  page,
  readFileSync(page, 'utf8').replace('<div id="root"></div>', () => `<div id="root">${render()}</div>`),
);
