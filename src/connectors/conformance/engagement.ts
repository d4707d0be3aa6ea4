import type { ConversationKind, NetworkMessage } from '../engagement.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { describeError, inWorld, type World } from './world.ts';

/** More than networks tell in one answer. */
const manyMessages = 130;
const maxPages = 100;

export const engagement: Facet = {
  name: 'engagement',
  promise: 'hands over what people say once each, in order, however it is spread over pages and polls',
  async check(subject) {
    const report = new Report();
    const { connector } = subject;
    if (!connector.engagement) {
      report.note('no `engagement`');
      return report;
    }
    for (const kind of connector.capabilities.engagement?.kinds ?? []) {
      await inWorld(subject, async (world) => {
        try {
          await checkKind(report, subject, world, kind);
        } catch (error) {
          report.expect(false, `Reading ${kind} failed with ${describeError(error)}.`);
        }
      });
    }
    return report;
  },
};

/** What somebody said, as the test knows it. */
interface Spoken {
  readonly text: string;
  readonly at: number;
}

/** Makes people say things; undefined where the emulator cannot. */
async function speaker({ account, clock, control }: World, kind: ConversationKind) {
  const { talk } = control;
  if (!talk) return undefined;
  const { externalId } = account;
  const createdAt = clock.now().toISOString();
  const post = await control.insert({ account: externalId, text: 'What people talk about', createdAt });
  const about = kind === 'COMMENTS' ? { post: post.id } : {};
  const spoken: Spoken[] = [];
  return {
    spoken,
    async say(text: string): Promise<void> {
      await talk({ account: externalId, kind, text, ...about });
      spoken.push({ text, at: clock.now().getTime() });
    },
  };
}

async function checkKind(report: Report, { connector }: Subject, world: World, kind: ConversationKind): Promise<void> {
  const { account, call, clock } = world;
  const people = await speaker(world, kind);
  if (!people) {
    report.note('nobody can say anything on the emulator');
    return;
  }
  const { say, spoken } = people;
  const heard: NetworkMessage[] = [];
  let cursor: string | null = null;
  let pages = 0;

  /** Reads until there is no more. `meanwhile` happens after the first page. */
  async function listen(meanwhile?: () => Promise<void>): Promise<void> {
    for (let more = true, first = true; more; first = false) {
      if (++pages > maxPages) return void report.expect(false, `${kind}: after ${maxPages} pages there still is more.`);
      const synced = await connector.engagement?.sync(call(), account.externalId, cursor);
      if (!synced) return;
      ({ cursor, more } = synced);
      const times = synced.messages.map(({ at }) => at.getTime());
      report.expect(
        times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0)),
        `${kind}: an answer is not oldest first.`,
      );
      heard.push(...synced.messages);
      if (first) await meanwhile?.();
    }
  }

  await listen();
  for (let index = 0; index < manyMessages; index++) {
    // Some at the very same instant.
    if (index % 10 !== 0) clock.advance(1_000);
    await say(`${kind} number ${index + 1}`);
  }
  await listen(async () => {
    await say(`${kind} while the pages were read`);
    clock.advance(1_000);
    await say(`${kind} a moment later`);
  });
  await listen();
  // At the instant of the last that was heard.
  await say(`${kind} at the same instant as the last`);
  await listen();
  clock.advance(1_000);
  await say(`${kind} at last`);
  await listen();
  await listen();

  judge(report, kind, world, spoken, heard);
}

function judge(
  report: Report,
  kind: ConversationKind,
  { account }: World,
  spoken: readonly Spoken[],
  heard: readonly NetworkMessage[],
): void {
  const ids = heard.map(({ externalId }) => externalId);
  const doubled = ids.length - new Set(ids).size;
  report.expect(doubled === 0, `${kind}: ${doubled} messages were handed over twice.`);
  const told = spoken.map((one) => ({ ...one, message: heard.find(({ text }) => text === one.text) }));
  const missing = told.filter(({ message }) => !message).map(({ text }) => text);
  report.expect(
    missing.length === 0,
    `${kind}: ${missing.length} of ${spoken.length} messages were never handed over (${missing.slice(0, 3).join('; ')}).`,
  );

  const wrong = (what: string, holds: (message: NetworkMessage, one: Spoken) => boolean) => {
    const bad = told.filter(({ message, ...one }) => message && !holds(message, one));
    report.expect(bad.length === 0, `${kind}: ${what} of ${bad.length} messages is wrong (${bad[0]?.text}).`);
  };
  wrong('the kind', (message) => message.kind === kind);
  wrong('the time', (message, { at }) => Math.abs(message.at.getTime() - at) < 1_000);
  wrong('the author', ({ author }) => author.externalId !== '' && author.externalId !== account.externalId);
  wrong('the mark `ours`', ({ ours }) => !ours);
  if (kind !== 'COMMENTS') return;
  const [first] = told.flatMap(({ message }) => message ?? []);
  wrong('the conversation', ({ conversationId }) => conversationId === first?.conversationId);
}
