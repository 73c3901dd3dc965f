/** An engine's worker that answers `open` and `watch`, and dies at the first question. */
import { expose } from 'comlink';
import { protocolVersion } from '../../src/protocol/engine-api.js';

const fine = () => Promise.resolve({ ok: true, value: null });
expose({
  open: fine,
  watch: fine,
  ask: () => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
    return new Promise(() => {});
  },
  load: () => new Promise(() => {}),
});
(self as unknown as Worker).postMessage({ kind: 'hello', protocolVersion });
