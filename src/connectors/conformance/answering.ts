import type { MessageAction, MessageRef, NetworkMessage, Synced } from '../engagement.ts';
import { engagementFunctions } from '../engagement.ts';
import type { EmulatedMessage, Fault } from '../emulator.ts';
import { TestLedger } from './call.ts';
import { attemptOnce } from './deliver.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { describeAttempt, describeError, failureOf, inWorld, type World } from './world.ts';

const question = 'Do you open on Sunday?';
const answer = 'Yes, from eight.';

export const answering: Facet = {
  name: 'answering',
  promise: 'answers a message once, whatever happens on the way, and its other actions show on the network',
  async check(subject) {
    const report = new Report();
    const { actions = [] } = subject.connector.capabilities.engagement ?? {};
    if (actions.length === 0) {
      report.note('no actions of `engagement`');
      return report;
    }
    if (actions.includes('REPLY')) {
      const boundaries = await checkReply(report, subject);
      for (const dieAt of boundaries.keys()) await checkKilled(report, subject, dieAt);
      for (const kind of ['drop_before', 'drop_after'] as const) await checkLost(report, subject, { kind });
    }
    await checkSwitch(report, subject, 'HIDE', 'UNHIDE', ({ hidden }) => hidden);
    await checkSwitch(report, subject, 'LIKE', 'UNLIKE', ({ liked }) => liked);
    if (actions.includes('DELETE')) await checkRemoval(report, subject);
    return report;
  },
};

interface Talk extends World {
  /** What was said. */
  readonly ref: MessageRef;
  messages(): Promise<readonly EmulatedMessage[]>;
  /** All that the connector hears from the beginning. */
  hear(): Promise<readonly NetworkMessage[]>;
}

/** A world in which somebody has asked something. */
async function inTalk(report: Report, subject: Subject, run: (talk: Talk) => Promise<void>): Promise<void> {
  const { engagement } = subject.connector;
  await inWorld(subject, async (world) => {
    const { account, call, clock, control } = world;
    const { talk, messages } = control;
    if (!talk || !messages) {
      report.note('nobody can say anything on the emulator');
      return;
    }
    const hear = async () => {
      const heard: NetworkMessage[] = [];
      let cursor: string | null = null;
      for (let more = true; more;) {
        const synced: Synced | undefined = await engagement?.sync(call(), account.externalId, cursor);
        heard.push(...(synced?.messages ?? []));
        cursor = synced?.cursor ?? null;
        more = synced?.more ?? false;
      }
      return heard;
    };
    const createdAt = clock.now().toISOString();
    await control.insert({ account: account.externalId, text: 'What people talk about', createdAt });
    await talk({ account: account.externalId, kind: 'COMMENTS', text: question });
    const ref = (await hear()).find(({ text }) => text === question);
    if (!ref) return void report.expect(false, 'There is nothing to answer: `sync` does not tell of the message.');
    try {
      await run({ ...world, ref, messages, hear });
    } catch (error) {
      report.expect(false, `Talking failed with ${describeError(error)}.`);
    }
  });
}

/** One attempt of a new process. Give the same ledger again to resume. */
function attemptReply({ connector }: Subject, { account, call, ref }: Talk, ledger: TestLedger) {
  ledger.beginAttempt();
  const made = call({ ledger });
  return attemptOnce(connector, made, async () => connector.engagement?.reply?.(made, account.externalId, ref, answer));
}

/** Without a death; returns where there could be one. */
async function checkReply(report: Report, subject: Subject): Promise<readonly string[]> {
  const ledger = new TestLedger();
  await inTalk(report, subject, async (talk) => {
    const result = await attemptReply(subject, talk, ledger);
    if (!report.expect(result.outcome === 'done', `An answer ${describeAttempt(result)}.`)) return;
    const commits = [...ledger.entries.values()].filter(({ kind }) => kind === 'commit');
    report.expect(commits.length > 0, 'An answer went out without `call.commit`.');
    const all = await talk.messages();
    const [ours, ...more] = all.filter(({ text }) => text === answer);
    const asked = all.find(({ text }) => text === question);
    report.expect(more.length === 0, `An answer is ${more.length + 1} answers on the network.`);
    report.expect(
      ours?.ours === true && ours.replyTo === asked?.id,
      `An answer stands below ${ours?.replyTo}, not below ${asked?.id}.`,
    );
    const { externalId } = result.outcome === 'done' ? (result.result ?? {}) : {};
    report.expect(externalId === ours?.id, `An answer is said to be ${externalId}, but is ${ours?.id}.`);

    const heard = await talk.hear();
    const mistaken = heard.filter(({ author, ours: mark }) => mark !== (author.externalId === talk.account.externalId));
    report.expect(mistaken.length === 0, `\`sync\` marks as \`ours\` what is not, or the other way round.`);
  });
  return ledger.boundaries;
}

async function checkKilled(report: Report, subject: Subject, dieAt: number): Promise<void> {
  await inTalk(report, subject, async (talk) => {
    const ledger = new TestLedger();
    ledger.dieAt = dieAt;
    await attemptReply(subject, talk, ledger);
    const what = `An answer that was killed ${ledger.boundaries[dieAt] ?? `at boundary ${dieAt}`}`;
    ledger.dieAt = undefined;
    await expectOne(report, subject, talk, ledger, what);
  });
}

async function checkLost(report: Report, subject: Subject, fault: Fault): Promise<void> {
  await inTalk(report, subject, async (talk) => {
    const ledger = new TestLedger();
    await talk.control.fail(fault);
    await attemptReply(subject, talk, ledger);
    await expectOne(report, subject, talk, ledger, `An answer with the fault ${fault.kind}`);
  });
}

async function expectOne(report: Report, subject: Subject, talk: Talk, ledger: TestLedger, what: string) {
  const result = await attemptReply(subject, talk, ledger);
  const count = (await talk.messages()).filter(({ text }) => text === answer).length;
  report.expect(count <= 1, `${what} stands there ${count} times.`);
  if (result.outcome === 'unconfirmed') {
    report.note(`${what}: ${result.why}`);
    return;
  }
  report.expect(
    result.outcome === 'done' && count === 1,
    `${what} and begun again ${describeAttempt(result)}; it stands there ${count} times.`,
  );
}

/** An action and what takes it back, each of them twice. */
async function checkSwitch(
  report: Report,
  subject: Subject,
  on: MessageAction,
  off: MessageAction,
  shows: (message: EmulatedMessage) => boolean,
): Promise<void> {
  const { actions = [] } = subject.connector.capabilities.engagement ?? {};
  if (!actions.includes(on)) return;
  await inTalk(report, subject, async (talk) => {
    for (const action of [on, on, off, off].filter((one) => actions.includes(one))) {
      const failure = await failureOf(act(subject, talk, action, talk.ref));
      report.expect(failure === undefined, `${action} failed with ${describeError(failure?.error)}.`);
      const message = (await talk.messages()).find(({ text }) => text === question);
      const wanted = action === on;
      report.expect(
        message !== undefined && shows(message) === wanted,
        `After ${action} the network ${wanted ? 'does not show it' : 'shows it still'}.`,
      );
    }
  });
}

/** What may be deleted: an answer of one's own where there are any. */
async function checkRemoval(report: Report, subject: Subject): Promise<void> {
  await inTalk(report, subject, async (talk) => {
    const result = await attemptReply(subject, talk, new TestLedger());
    const own = result.outcome === 'done' && result.result ? result.result : undefined;
    const wanted = own ? answer : question;
    const ref = own ? { ...talk.ref, externalId: own.externalId } : talk.ref;
    for (const when of ['first', 'second']) {
      const failure = await failureOf(act(subject, talk, 'DELETE', ref));
      report.expect(failure === undefined, `The ${when} DELETE failed with ${describeError(failure?.error)}.`);
      const left = (await talk.messages()).filter(({ text }) => text === wanted).length;
      report.expect(left === 0, `After the ${when} DELETE the message still stands there.`);
    }
  });
}

async function act({ connector }: Subject, { account, call }: Talk, action: MessageAction, ref: MessageRef) {
  const name = engagementFunctions[action];
  if (name === 'reply') throw new TypeError('an answer is attempted in steps');
  await connector.engagement?.[name]?.(call(), account.externalId, ref);
}
