// What an engine, or what drives it, lacks, and which test therefore does not run in it: the one list. A test is named by how its full title begins;
// `lacks` is the name of the global whose absence is the gap, so that a newer engine runs the test by itself. The test runner puts
// `engine-gaps-hook.js` before every test file, tests of whole pages ask `e2e/open-browser.ts`, and the closing lines name what was left out.

const chromiumAlone =
  'written for the DevTools protocol of Chromium (handles, profiles, downloads, heap), not yet for what the drivers of all engines can';

/** @type {readonly { engine: string, test: string, reason: string, lacks?: string }[]} */
export const engineGaps = [
  {
    engine: 'firefox',
    test: 'the strict policy of the pages that tests run in makes no markup of text that nobody vouches for',
    reason: 'Firefox ESR 140 has no trusted types; the other directives are in force',
    lacks: 'trustedTypes',
  },
  ...['13', '14'].map((number) => ({
    engine: 'firefox',
    test: `the view under policies ${number} Trusted Types without`,
    reason: 'Firefox ESR 140 has no trusted types, so nothing keeps the worker or the view out',
    lacks: 'trustedTypes',
  })),
  {
    engine: 'firefox',
    test: 'the view under policies where the view cannot come to life',
    reason: 'Firefox ESR 140 has no trusted types, so nothing keeps the view out',
    lacks: 'trustedTypes',
  },
  {
    engine: 'firefox',
    test: 'copies and the Lit of a page where it does not, the second copy counts on the page',
    reason: 'Firefox ESR 140 has no trusted types, so a second copy may have a policy of the same name',
    lacks: 'trustedTypes',
  },
  { engine: 'firefox', test: 'the demo portal', reason: chromiumAlone },
  { engine: 'firefox', test: 'the investigations', reason: chromiumAlone },
  { engine: 'firefox', test: 'a view over a cluster', reason: chromiumAlone },
  { engine: 'webkit', test: 'the demo portal', reason: chromiumAlone },
  { engine: 'webkit', test: 'the investigations', reason: chromiumAlone },
  { engine: 'webkit', test: 'a view over a cluster', reason: chromiumAlone },
];

/** The engine that this runs in, by what a page can see. */
export function engineOf(userAgent) {
  if (/ Firefox\//.test(userAgent)) return 'firefox';
  return / (?:Headless)?Chrome\//.test(userAgent) ? 'chromium' : 'webkit';
}
