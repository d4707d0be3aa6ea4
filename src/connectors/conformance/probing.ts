import type { AccountCapabilities, Capabilities, InsightsScope } from '../capabilities.ts';
import type { ChannelCandidate } from '../connector.ts';
import { manifestProblems } from '../define.ts';
import type { DemoAccount } from '../emulator.ts';
import { engagementFunctions } from '../engagement.ts';
import type { ErrorKind } from '../errors.ts';
import { attemptOnce } from './deliver.ts';
import { actOn, hearQuestion } from './doing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { samplePost, simplePost } from './samples.ts';
import { describeAttempt, describeError, failureOf, inWorld, kindOf, type World } from './world.ts';

/** How a network says that an account may not. */
const forbidden: readonly (ErrorKind | undefined)[] = ['permission_denied', 'account_restricted'];

export const probing: Facet = {
  name: 'probing',
  promise: 'says of each account what it may do: that works, and the network refuses the rest',
  async check(subject) {
    const report = new Report();
    const { demoAccounts, limitedAccounts = [] } = subject.emulator;
    for (const account of demoAccounts) await withCandidate(report, subject, account, () => Promise.resolve());
    if (limitedAccounts.length === 0) report.note('the emulator has no account that may do less');
    for (const account of limitedAccounts) await checkAccount(report, subject, account);
    return report;
  },
};

/** What `channels` says of an account, examined for itself. */
async function withCandidate(
  report: Report,
  subject: Subject,
  account: DemoAccount,
  run: (candidate: ChannelCandidate) => Promise<void>,
): Promise<void> {
  const { connector } = subject;
  const { externalId } = account;
  await inWorld(
    subject,
    async (world) => {
      try {
        const candidate = (await connector.channels(world.call())).find((one) => one.externalId === externalId);
        if (!report.expect(candidate !== undefined, `\`channels\` does not find the account ${externalId}.`)) return;
        if (!candidate) return;
        expectDeclared(report, subject, candidate);
        await run(candidate);
      } catch (error) {
        report.expect(false, `Probing ${externalId} failed with ${describeError(error)}.`);
      }
    },
    account,
  );
}

function expectDeclared(report: Report, { connector }: Subject, candidate: ChannelCandidate): void {
  const { externalId, tier, missingScopes = [], capabilities: own } = candidate;
  const { tiers = [] } = connector.capabilities;
  const known = tiers.some(({ name }) => name === tier);
  report.expect(
    tier === undefined ? tiers.length === 0 : known,
    `The tier of ${externalId} is ${tier}; declared are ${tiers.map(({ name }) => name).join(', ') || 'none'}.`,
  );
  const scopes = connector.auth.ways.flatMap((way) => way.scopes.map(({ name }) => name));
  const strange = missingScopes.filter((name) => !scopes.includes(name));
  report.expect(strange.length === 0, `${externalId} lacks scopes that are not declared: ${strange.join(', ')}.`);
  const narrowed = { ...connector, capabilities: { ...connector.capabilities, ...own } };
  const problems = manifestProblems(narrowed).filter((problem) => problem.startsWith('`capabilities'));
  report.expect(problems.length === 0, `What ${externalId} may do is malformed: ${problems.join(' ')}`);
}

async function checkAccount(report: Report, subject: Subject, account: DemoAccount): Promise<void> {
  const { connector } = subject;
  const { capabilities: all } = connector;
  let own: AccountCapabilities | undefined;
  await withCandidate(report, subject, account, (candidate) => {
    own = candidate.capabilities;
    return Promise.resolve();
  });
  const { externalId } = account;
  if (!report.expect(own !== undefined, `\`channels\` says that ${externalId} may do all that the network can.`))
    return;
  const may: Capabilities = { ...all, ...own };
  const trial: Trial = { report, subject, account };

  for (const capability of all.formats) {
    const declared = may.formats.find(({ format }) => format === capability.format);
    await expectRight(trial, `publish ${capability.format}`, declared !== undefined, async ({ attempt }) => {
      const result = await attempt(samplePost(connector, declared ?? capability, externalId));
      const refused = forbidden.includes(kindOf(result));
      return { done: result.outcome === 'published', refused, how: describeAttempt(result) };
    });
  }
  for (const action of all.actions) {
    const run =
      action === 'REMOVE' ? connector.publishing.remove : action === 'EDIT' ? connector.publishing.edit : undefined;
    if (!run) continue;
    await expectRight(trial, action, may.actions.includes(action), async (world) => {
      const { call, clock, control } = world;
      const createdAt = clock.now().toISOString();
      const { id } = await control.insert({ account: externalId, text: 'A post of before', createdAt });
      const made = call();
      const post = { ...simplePost(connector, externalId), text: 'A post of before' };
      return outcomeOf(
        action === 'REMOVE'
          ? connector.publishing.remove?.(made, id)
          : attemptOnce(connector, made, async () => connector.publishing.edit?.(made, id, post)).then(throwFailure),
      );
    });
  }
  for (const action of all.engagement?.actions ?? []) {
    const declared = may.engagement?.actions.includes(action) ?? false;
    await expectRight(trial, action, declared, async (world) => {
      const ref = await hearQuestion(connector, world);
      if (!ref) return undefined;
      const call = world.call();
      const name = engagementFunctions[action];
      return outcomeOf(
        attemptOnce(connector, call, () => actOn(connector, call, externalId, name, ref)).then(throwFailure),
      );
    });
  }
  for (const { scope } of all.insights ?? []) {
    const declared = may.insights?.some((one) => one.scope === scope) ?? false;
    await expectRight(trial, `read insights of ${scope}`, declared, async (world) => {
      const told: { value?: readonly unknown[] | undefined } = {};
      const outcome = await outcomeOf(readInsights(subject, world, scope).then((value) => void (told.value = value)));
      // Some networks say nothing instead of no.
      return told.value?.length === 0 ? { done: false, refused: true, how: 'told nothing' } : outcome;
    });
  }
}

interface Trial {
  readonly report: Report;
  readonly subject: Subject;
  readonly account: DemoAccount;
}

interface Outcome {
  readonly done: boolean;
  readonly refused: boolean;
  readonly how: string;
}

/** What is declared works; what is not is refused by the network. `run` answers undefined where it cannot be tried. */
async function expectRight(
  { report, subject, account }: Trial,
  what: string,
  declared: boolean,
  run: (world: World) => Promise<Outcome | undefined>,
): Promise<void> {
  await inWorld(
    subject,
    async (world) => {
      const outcome = await run(world).catch((error: unknown) => outcomeOf(Promise.reject(error as Error))); // told on
      if (!outcome) {
        report.note(`the emulator lacks what ${what} needs`);
        return;
      }
      const { done, refused, how } = outcome;
      if (declared) report.expect(done, `${account.externalId} may ${what}, and it ${how}.`);
      else {
        report.expect(
          refused,
          `${account.externalId} may not ${what}, and it ${how}; it should be refused as permission_denied.`,
        );
      }
    },
    account,
  );
}

async function outcomeOf(run: Promise<unknown> | undefined): Promise<Outcome> {
  const failure = await failureOf(run ?? Promise.resolve());
  if (!failure) return { done: true, refused: false, how: 'was done' };
  const refused = forbidden.includes(kindOf({ outcome: 'failed', ...failure }));
  return { done: false, refused, how: `failed with ${describeError(failure.error)}` };
}

function throwFailure(attempt: { readonly outcome: string; readonly error?: unknown }): void {
  if (attempt.outcome === 'failed') throw attempt.error;
}

async function readInsights({ connector }: Subject, { account, call, clock, control }: World, scope: InsightsScope) {
  const { insights } = connector;
  const { externalId } = account;
  if (scope === 'CHANNEL') return insights?.channel?.(call(), externalId, clock.now());
  if (scope === 'AUDIENCE') return insights?.audience?.(call(), externalId);
  const createdAt = clock.now().toISOString();
  const { id } = await control.insert({ account: externalId, text: 'A post of before', createdAt });
  return insights?.publications?.(call(), [id]);
}
