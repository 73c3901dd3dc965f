// `node --import ./test/tools/plain-typescript.js FILE.ts`: runs TypeScript from `$PLAIN_TYPESCRIPT`, a folder in which `transpile.js` has put
// the JavaScript of every source file beforehand. Many short processes load the same modules: nothing is transformed in them, and functions
// are left as they are written (tsx calls a helper for each closure that is made, which costs more than some tests do).
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';

const folder = process.env.PLAIN_TYPESCRIPT;
if (!folder) throw new Error('$PLAIN_TYPESCRIPT names no folder: node test/run.js node sets it.');
process.setSourceMapsEnabled(true);
register('./plain-typescript-hooks.js', import.meta.url, {
  data: { folder, root: fileURLToPath(new URL('../..', import.meta.url)) },
});
