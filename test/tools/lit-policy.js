// Lit makes its Trusted Types policy `lit-html` as soon as it is loaded, and throws where the name is taken: by the Lit of the page that a bundle is
// put into, or by ours before the page's. In a bundle Lit therefore uses the policy of this library, and the name stays free; only where that one
// cannot be had does it make its own.
import { fileURLToPath } from 'node:url';

const ours = fileURLToPath(new URL('../../src/model/trusted-url.ts', import.meta.url));
const ownPolicy = /\b(\w+)\.createPolicy\(["']lit-html["'],\{createHTML:(\w+)=>\2\}\)/;

export function litPolicy() {
  let isChanged = false;
  return {
    name: 'lit-policy',
    transform(code, id) {
      if (!/\/node_modules\/lit-html\/lit-html\.js$/.test(id)) return null;
      if (!ownPolicy.test(code)) this.error('lit-html no longer makes its Trusted Types policy as it did.');
      isChanged = true;
      // A single line at the end, so that positions in the rest stay what they were.
      return {
        code: `${code.replace(ownPolicy, (made) => `($auditPolicy()??${made})`)}\nimport{trustedPolicy as $auditPolicy}from${JSON.stringify(ours)};`,
        map: null,
      };
    },
    buildEnd(error) {
      if (!error && !isChanged) this.error('lit-html is not where its Trusted Types policy was looked for.');
    },
  };
}
