import type { Publication } from '../publishing.ts';
import { TestLedger } from './call.ts';
import { attemptOnce } from './deliver.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { differenceOf, simplePost, textAt } from './samples.ts';
import { describeAttempt, inWorld, kindOf, type World } from './world.ts';

export const edit: Facet = {
  name: 'edit',
  promise: 'changes what is out once, or refuses and changes nothing',
  async check(subject) {
    const report = new Report();
    if (!subject.connector.publishing.edit) {
      report.note('no `edit`');
      return report;
    }
    const { externalId = '' } = subject.emulator.demoAccounts[0] ?? {};
    const post = simplePost(subject.connector, externalId);
    await checkEdit(report, subject, post, post, 'to what it is already');

    const changed = { ...post, text: 'Another text of the kit' };
    const boundaries = await checkEdit(report, subject, post, changed, 'to another text');
    if (!boundaries) report.note('a text that is out cannot be changed');
    for (const dieAt of boundaries?.keys() ?? []) await checkKilled(report, subject, post, changed, dieAt);

    const { text: rule } = subject.connector.capabilities.formats[0] ?? {};
    const [limit] = rule?.limits ?? [];
    if (rule && limit) {
      const long = { ...post, text: `${textAt(limit, rule, { all: [limit] })}a` };
      const taken = await checkEdit(report, subject, post, long, 'to a text that is too long');
      report.expect(taken === undefined, 'An edit to a text that is too long was taken.');
    }
    return report;
  },
};

type Edit = (world: World, ledger: TestLedger) => ReturnType<typeof attemptOnce>;

/** A world in which `post` is out, and the way to change it to `wanted`. */
const withPost = (
  report: Report,
  subject: Subject,
  post: Publication,
  wanted: Publication,
  run: (world: World, edit: Edit, id: string) => Promise<void>,
) =>
  inWorld(subject, async (world) => {
    const { connector } = subject;
    const out = await world.attempt(post);
    if (out.outcome !== 'published') {
      return void report.expect(false, `There is nothing to edit: the post ${describeAttempt(out)}.`);
    }
    const change: Edit = ({ call }, ledger) => {
      ledger.beginAttempt();
      const made = call({ ledger });
      return attemptOnce(connector, made, async () => connector.publishing.edit?.(made, out.externalId, wanted));
    };
    await run(world, change, out.externalId);
  });

/** Without a death; returns where there could be one, undefined where the edit was refused. */
async function checkEdit(
  report: Report,
  subject: Subject,
  post: Publication,
  wanted: Publication,
  what: string,
): Promise<readonly string[] | undefined> {
  const ledger = new TestLedger();
  const outcome = { taken: false };
  await withPost(report, subject, post, wanted, async (world, change, id) => {
    const result = await change(world, ledger);
    const taken = result.outcome === 'done';
    outcome.taken = taken;
    const refused = kindOf(result) === 'content_rejected';
    report.expect(
      taken || refused,
      `An edit ${what} ${describeAttempt(result)}; it should be done, or refused as content_rejected.`,
    );
    const there = await world.posts();
    report.expect(there.length === 1, `After an edit ${what} there are ${there.length} posts.`);
    const difference = differenceOf(there[0], taken ? wanted : post);
    report.expect(
      difference === undefined,
      `After an edit ${what}, which ${describeAttempt(result)}, the post stands there with ${difference}.`,
    );
    if (result.outcome !== 'done') return;
    const now = (result.result as { readonly externalId?: string } | undefined)?.externalId; // what `edit` returned
    report.expect(
      now === there[0]?.id,
      `After an edit ${what} the post ${id} is said to be ${now}, which is not there.`,
    );
  });
  return outcome.taken ? ledger.boundaries : undefined;
}

async function checkKilled(
  report: Report,
  subject: Subject,
  post: Publication,
  wanted: Publication,
  dieAt: number,
): Promise<void> {
  await withPost(report, subject, post, wanted, async (world, change) => {
    const ledger = new TestLedger();
    ledger.dieAt = dieAt;
    await change(world, ledger);
    const what = `An edit that was killed ${ledger.boundaries[dieAt] ?? `at boundary ${dieAt}`}`;
    ledger.dieAt = undefined;
    const second = await change(world, ledger);
    const there = await world.posts();
    report.expect(there.length === 1, `${what} left ${there.length} posts.`);
    if (second.outcome === 'unconfirmed') {
      report.note(`${what}: ${second.why}`);
      return;
    }
    const difference = differenceOf(there[0], wanted);
    report.expect(
      second.outcome === 'done' && difference === undefined,
      `${what} and begun again ${describeAttempt(second)}; the post stands there with ${difference ?? 'the new text'}.`,
    );
  });
}
