// Adds up the test runs of CI from vitest's JSON reports, and says so in one plain line. Fails where a test failed, where a
// run left no report, or where a test of the last run, the full one, was skipped: node scripts/ci-summary.mjs REPORT...
import { existsSync, readFileSync } from 'node:fs';

/** One test for each status that it ended in; a file that could not be loaded, and a run without a report, count as failed. */
function testsOf(report) {
  if (!existsSync(report)) return [{ name: `${report} was not written`, status: 'failed' }];
  return JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.map((test) => ({ name: test.fullName, status: test.status }));
    const unloaded = status === 'failed' && !tests.some((test) => test.status === 'failed');
    return unloaded ? [...tests, { name, status }] : tests;
  });
}

const runs = process.argv.slice(2).map(testsOf);
const having = (tests, status) => tests.filter((test) => test.status === status);
const passed = having(runs.flat(), 'passed');
const failed = having(runs.flat(), 'failed');
const notRun = (tests) => tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
const missedByFullRun = notRun(runs.at(-1) ?? []);

for (const { name } of failed) console.log(`Failed: ${name}`);
for (const { name } of missedByFullRun) console.log(`Skipped in the full run: ${name}`);
console.log(`${passed.length} passed, ${failed.length} failed, ${notRun(runs.flat()).length} skipped`);
if (passed.length === 0 || failed.length > 0 || missedByFullRun.length > 0) process.exitCode = 1;
