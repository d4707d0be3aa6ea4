import type { WebhookRequest } from '../webhooks.ts';
import { TestLedger } from './call.ts';
import { hooked, liveKinds, messagesOf, say, type Door } from './door.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { happens } from './receiver.ts';
import { samplePost } from './samples.ts';
import { checkOrigin } from './webhook-origin.ts';
import { describeError, failureOf } from './world.ts';

const silenceMs = 300;
const processingMs = 20_000;

export const webhooks: Facet = {
  name: 'webhooks',
  promise: 'takes what the network tells by itself, each thing as one, and from nobody else',
  async check(subject) {
    const report = new Report();
    if (!subject.connector.webhooks) {
      report.note('no `webhooks`');
      return report;
    }
    for (const check of [checkTold, checkNotTaken, checkOrigin, checkSettled, checkRemoved, checkSilence]) {
      if (!(await hooked(report, subject, (door) => check(report, subject, door)))) break;
    }
    return report;
  },
};

/** What is said, as it is said; twice told is the same, and two things are two. */
async function checkTold(report: Report, subject: Subject, door: Door): Promise<void> {
  const { connector } = subject;
  const { account, call, clock, control, told, webhooks, hook } = door;
  for (const kind of connector.capabilities.engagement?.live === true ? connector.capabilities.engagement.kinds : []) {
    const text = `Something of the kind ${kind}`;
    if (!(await say(report, subject, door, text, kind))) return;
    const [event, ...more] = messagesOf(door.events(), text);
    if (!event) return;
    const ids = new Set([event, ...more].map(({ id }) => id));
    report.expect(ids.size === 1, `One message of the kind ${kind} is ${ids.size} events.`);
    report.expect(
      event.channelId === account.externalId,
      `An event is of the account ${event.channelId}, not of ${account.externalId}.`,
    );
    report.expect(Math.abs(event.at.getTime() - clock.now().getTime()) < 1_000, 'The time of an event is wrong.');
    const { message } = event;
    report.expect(
      message.kind === kind && !message.ours,
      `A message of the kind ${kind} is told of as ${message.kind}.`,
    );
    const synced = await connector.engagement?.sync(call(), account.externalId, null);
    const read = synced?.messages.find((one) => one.text === text);
    report.expect(
      read?.externalId === message.externalId && read.conversationId === message.conversationId,
      `A message is told of as ${message.externalId} in ${message.conversationId}, and read as ${read?.externalId} in ${read?.conversationId}: it would be two.`,
    );
  }

  // Word for word the same, at the same instant.
  const again = 'The same once more';
  for (const count of [1, 2]) {
    if (!(await say(report, subject, door, again))) return;
    const distinct = () => new Set(messagesOf(door.events(), again).map(({ id }) => id)).size;
    await happens(() => distinct() === count, silenceMs);
    report.expect(distinct() === count, `Of ${count} messages with one text the events have ${distinct()} ids.`);
  }

  const read = (requests: readonly WebhookRequest[]) =>
    requests.map((request) => JSON.stringify(webhooks.read(call(), request, hook())));
  report.expect(
    read([...told].reverse())
      .reverse()
      .join() === read(told).join(),
    'What a request says depends on what was read before it.',
  );

  const { retell } = control;
  if (!retell) {
    report.note('the emulator cannot tell a thing twice');
    return;
  }
  const known = new Set(door.events().map(({ id }) => id));
  const untaken = await retell(false);
  report.expect(untaken === 0, 'The network tells again what it was told is taken: `accepted` is not what it wants.');
  const before = told.length;
  await retell(true);
  report.expect(told.length > before, 'What the network tells again is not let through.');
  const fresh = door.events(before).filter(({ id }) => !known.has(id));
  report.expect(fresh.length === 0, `Of what was told twice ${fresh.length} events have another id.`);
}

/** What could not be taken is told again, and is the same. */
async function checkNotTaken(report: Report, subject: Subject, door: Door): Promise<void> {
  const { retell } = door.control;
  if (!retell) return;
  door.taking = false;
  const text = 'Something at a bad moment';
  if (!(await say(report, subject, door, text))) return;
  door.taking = true;
  const before = door.told.length;
  const [first] = messagesOf(door.events(), text);
  await retell(false);
  const arrived = await happens(() => door.events(before).some(({ id }) => id === first?.id), silenceMs);
  report.expect(arrived, 'What could not be taken came again under another id, or not at all.');
}

/** A post that was `pending` is out, and the network says so. */
async function checkSettled(report: Report, { connector }: Subject, door: Door): Promise<void> {
  const { account, call, clock, control, posts } = door;
  const slow = connector.capabilities.formats.find(({ settles }) => settles === 'LATER');
  if (!slow || !control.retell) return;
  await control.fail({ kind: 'processing', ms: processingMs });
  const post = samplePost(connector, slow, account.externalId);
  const result = await connector.publishing.publish(call({ ledger: new TestLedger() }), post);
  if (result.outcome !== 'pending' || result.key === undefined) return;
  clock.advance(processingMs);
  await control.retell(false);
  const settled = () => door.events().flatMap((event) => (event.type === 'settled' ? [event] : []));
  await happens(() => settled().length > 0, silenceMs);
  const [event] = settled();
  if (!report.expect(event !== undefined, 'A post has a `key`, and no event says that it is out.')) return;
  report.expect(event?.key === result.key, `A post is out by the key ${event?.key}, and was pending by ${result.key}.`);
  const [there] = await posts();
  report.expect(
    event?.published.externalId === there?.id,
    `A post that is out is said to be ${event?.published.externalId}, but is ${there?.id}.`,
  );
}

/** Of a post that is gone the network may say so; then it is that one. */
async function checkRemoved(report: Report, _: Subject, door: Door): Promise<void> {
  const { account, clock, control } = door;
  if (!control.remove || !control.retell) return;
  const createdAt = clock.now().toISOString();
  const { id } = await control.insert({ account: account.externalId, text: 'Not for long', createdAt });
  await control.remove(id);
  await control.retell(false);
  for (const event of door.events()) {
    if (event.type !== 'post_removed') continue;
    report.expect(event.externalId === id, `The post ${id} is gone, and the event says that ${event.externalId} is.`);
  }
}

/** Who is not wanted any more tells nothing. */
async function checkSilence(report: Report, subject: Subject, door: Door): Promise<void> {
  const { account, call, control, webhooks, hook } = door;
  const { unsubscribe } = webhooks;
  if (!unsubscribe) {
    report.note('no `unsubscribe`');
    return;
  }
  if (!(await say(report, subject, door, 'Something before the end'))) return;
  for (const when of ['first', 'second']) {
    const failure = await failureOf(unsubscribe.call(webhooks, call(), account.externalId, hook()));
    report.expect(failure === undefined, `The ${when} \`unsubscribe\` failed with ${describeError(failure?.error)}.`);
  }
  const before = door.told.length + door.refused.length;
  const [kind = 'COMMENTS'] = liveKinds(subject);
  await control.talk?.({ account: account.externalId, kind, text: 'Something after the end' });
  const told = await happens(() => door.told.length + door.refused.length > before, silenceMs);
  report.expect(!told, 'After `unsubscribe` the network still tells of the account.');
}
