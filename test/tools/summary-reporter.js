import { engineGaps } from './engine-gaps.js';

/** Engines by the names that the test runner has for their browsers. */
const engineOf = (browserName) => ({ chrome: 'chromium' })[browserName.toLowerCase()] ?? browserName.toLowerCase();

/**
 * A reporter that tells the runner how many tests passed, failed and were skipped: `browser: 15 passed, 0 failed, 0 skipped`. What is skipped is
 * named, with the reason; an engine that is not installed counts as one.
 */
export function summaryReporter({ missingEngines = [] } = {}) {
  return {
    onTestRunFinished({ sessions }) {
      const sum = { passed: 0, failed: 0, skipped: missingEngines.length };
      const perEngine = new Map();
      const skipped = [];
      const add = (suite, own, engine, above) => {
        for (const test of suite?.tests ?? []) {
          own[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
          if (!test.skipped) continue;
          const title = [...above, test.name].join(' ');
          const gap = engineGaps.find((one) => one.engine === engine && title.startsWith(one.test));
          skipped.push(`skipped in ${engine}: ${title}${gap ? ` (${gap.reason})` : ''}`);
        }
        for (const inner of suite?.suites ?? []) add(inner, own, engine, [...above, inner.name]);
      };
      for (const session of sessions) {
        const engine = engineOf(session.browser.name);
        const own = perEngine.get(engine) ?? { passed: 0, failed: 0, skipped: 0 };
        perEngine.set(engine, own);
        add(session.testResults, own, engine, []);
        if (session.errors?.length || session.status !== 'FINISHED') own.failed++;
      }
      console.log('');
      for (const [engine, own] of perEngine) {
        for (const key of Object.keys(own)) sum[key] += own[key];
        if (perEngine.size > 1)
          console.log(`${engine}: ${own.passed} passed, ${own.failed} failed, ${own.skipped} skipped`);
      }
      for (const line of skipped) console.log(line);
      for (const { sentence } of missingEngines) console.log(`skipped: ${sentence}`);
      console.log(`browser: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
    },
  };
}
