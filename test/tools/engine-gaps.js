// What an engine lacks, and which test therefore does not run in it: the one list. A test is named by how its full title begins. The test
// runner puts `engine-gaps-hook.js` before every test file, and its closing lines name what was left out.

/** @type {readonly { engine: string, test: string, reason: string }[]} */
export const engineGaps = [];

/** The engine that this runs in, by what a page can see. */
export function engineOf(userAgent) {
  if (/ Firefox\//.test(userAgent)) return 'firefox';
  return / (?:Headless)?Chrome\//.test(userAgent) ? 'chromium' : 'webkit';
}
