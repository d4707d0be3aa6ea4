import { doingsOf, type Doing } from './doing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { describeError, inWorld } from './world.ts';

/** When it is told to stop, and how long the network would have taken. */
const stopMs = 50;
const slowMs = 5_000;
/** How long it may go on. */
const graceMs = 1_000;

export const abort: Facet = {
  name: 'abort',
  promise: 'stops within a second when it is told to, whatever it is doing',
  async check(subject) {
    const report = new Report();
    await Promise.all(doingsOf(subject.connector).map((doing) => checkStop(report, subject, doing)));
    return report;
  },
};

async function checkStop(report: Report, subject: Subject, { name, prepare }: Doing): Promise<void> {
  await inWorld(subject, async (world) => {
    let run: Awaited<ReturnType<Doing['prepare']>>;
    try {
      run = await prepare(world);
    } catch (error) {
      return void report.expect(false, `\`${name}\` cannot be tried: ${describeError(error)}.`);
    }
    if (!run) {
      report.note(`the emulator lacks what \`${name}\` needs`);
      return;
    }
    await world.control.fail({ kind: 'slow', ms: slowMs, on: 'any', times: 1_000 });
    const stopping = new AbortController();
    const ended = run({ signal: stopping.signal }).then(
      () => true,
      () => true,
    );
    await new Promise((resolve) => setTimeout(resolve, stopMs));
    stopping.abort();
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), graceMs).unref());
    report.expect(
      await Promise.race([ended, late]),
      `\`${name}\` went on for more than a second after it was stopped.`,
    );
  });
}
