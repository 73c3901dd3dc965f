// Before every test file: leaves out what the engine lacks.
import { engineGaps, engineOf } from './engine-gaps.js';

const gaps = engineGaps.filter(({ engine }) => engine === engineOf(navigator.userAgent));
if (gaps.length)
  beforeEach(function () {
    const title = this.currentTest.fullTitle();
    if (gaps.some(({ test }) => title.startsWith(test))) this.skip();
  });
