import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end of a run which tests were skipped, and why: one that is skipped unseen is one that nobody has. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const reason = result.state === 'skipped' ? (result.note ?? 'see its name') : '';
        console.log(`Skipped: ${module.relativeModuleId} > ${test.fullName} [${reason}]`);
      }
    }
  }
}
