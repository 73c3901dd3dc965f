import { engineGaps } from './engine-gaps.js';

/**
 * A reporter that tells the runner how many tests passed, failed and were skipped: `browser: 15 passed, 0 failed, 0 skipped`. What is skipped is
 * named, with the reason; an engine that is not installed counts as one.
 */
export function summaryReporter({ engines = ['chromium'], missingEngines = [] } = {}) {
  return {
    onTestRunFinished({ sessions }) {
      const sum = { passed: 0, failed: 0, skipped: missingEngines.length };
      const perEngine = new Map();
      const add = (suite, own) => {
        for (const test of suite?.tests ?? []) own[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
        for (const inner of suite?.suites ?? []) add(inner, own);
      };
      for (const session of sessions) {
        const { name } = session.browser;
        const own = perEngine.get(name) ?? { passed: 0, failed: 0, skipped: 0 };
        perEngine.set(name, own);
        add(session.testResults, own);
        if (session.errors?.length || session.status !== 'FINISHED') own.failed++;
      }
      console.log('');
      for (const [name, own] of perEngine) {
        for (const key of Object.keys(own)) sum[key] += own[key];
        if (perEngine.size > 1)
          console.log(`${name}: ${own.passed} passed, ${own.failed} failed, ${own.skipped} skipped`);
      }
      for (const { engine, test, reason } of engineGaps)
        if (engines.includes(engine)) console.log(`skipped in ${engine}: ${test} (${reason})`);
      for (const { sentence } of missingEngines) console.log(`skipped: ${sentence}`);
      console.log(`browser: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
    },
  };
}
