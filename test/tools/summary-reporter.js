/** A reporter that tells the runner how many tests passed, failed and were skipped: `browser: 15 passed, 0 failed, 0 skipped`. */
export function summaryReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const sum = { passed: 0, failed: 0, skipped: 0 };
      const add = (suite) => {
        for (const test of suite?.tests ?? []) sum[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
        for (const inner of suite?.suites ?? []) add(inner);
      };
      for (const session of sessions) {
        add(session.testResults);
        if (session.errors?.length || session.status !== 'FINISHED') sum.failed++;
      }
      console.log(`\nbrowser: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
    },
  };
}
