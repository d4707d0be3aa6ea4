import type { Connector } from '../connector.ts';
import type { EmulatorModule } from '../emulator.ts';

/** What is examined. */
export interface Subject {
  readonly connector: Connector;
  readonly emulator: EmulatorModule;
}

/** One facet of the contract. */
export interface Facet {
  readonly name: string;
  /** What a connector promises, as a sentence. */
  readonly promise: string;
  /** Runs without vitest, so that a test can see it fail. */
  check(subject: Subject): Promise<Report>;
}

/** What a facet found. */
export class Report {
  checks = 0;
  /** Broken promises, each a sentence that says what to mend. */
  readonly broken: string[] = [];
  /** What could not be checked, and why. */
  readonly notes: string[] = [];

  /** Counts one check; `breach` is kept where it does not hold. */
  expect(holds: boolean, breach: string): boolean {
    this.checks++;
    if (!holds) this.broken.push(breach);
    return holds;
  }

  note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence);
  }
}
