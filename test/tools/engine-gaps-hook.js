// Before every test file: leaves out what the engine lacks.
import { engineGaps, engineOf } from './engine-gaps.js';

const gaps = engineGaps.filter(
  ({ engine, lacks }) => engine === engineOf(navigator.userAgent) && !(lacks && lacks in globalThis),
);
if (gaps.length)
  beforeEach(function () {
    const title = this.currentTest.fullTitle();
    if (gaps.some(({ test }) => title.startsWith(test))) this.skip();
  });
