// What an engine lacks, and which test therefore does not run in it: the one list. A test is named by how its full title begins; `lacks` is the
// name of the global whose absence is the gap, so that a newer engine runs the test by itself. The test runner puts `engine-gaps-hook.js` before
// every test file, and its closing lines name what was left out.

/** @type {readonly { engine: string, test: string, reason: string, lacks?: string }[]} */
export const engineGaps = [
  {
    engine: 'firefox',
    test: 'the strict policy of the pages that tests run in makes no markup of text that nobody vouches for',
    reason: 'Firefox ESR 140 has no trusted types; the other directives are in force',
    lacks: 'trustedTypes',
  },
];

/** The engine that this runs in, by what a page can see. */
export function engineOf(userAgent) {
  if (/ Firefox\//.test(userAgent)) return 'firefox';
  return / (?:Headless)?Chrome\//.test(userAgent) ? 'chromium' : 'webkit';
}
