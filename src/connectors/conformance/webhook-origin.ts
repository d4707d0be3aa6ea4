import { inspect } from 'node:util';
import type { WebhookRequest } from '../webhooks.ts';
import { hookSecret } from './doing.ts';
import { expectClean, say, type Door } from './door.ts';
import type { Report, Subject } from './facet.ts';
import { askedAbout, forgeriesOf, garbage, signedBy } from './forgery.ts';
import { describeError } from './world.ts';

/** What others send is refused, and what cannot be read crashes nothing. */
export async function checkOrigin(report: Report, subject: Subject, door: Door): Promise<void> {
  if (!(await say(report, subject, door, 'Something genuine'))) return;
  const { webhooks, hook, call, app } = door;
  const [genuine] = door.told;
  if (!genuine) return;
  const judge = async (request: WebhookRequest, secret = hook(), values = app): Promise<boolean> => {
    try {
      return await webhooks.verify(call({ app: values }), request, secret);
    } catch (error) {
      report.expect(false, `\`verify\` failed with ${describeError(error)}; it should say no.`);
      return false;
    }
  };
  const others = Object.fromEntries(Object.keys(app).map((name) => [name, 'another']));
  report.expect(
    !(await judge(genuine, { ...hook(), secret: `${hookSecret.slice(0, -1)}x` }, others)),
    '`verify` takes a request that was made with other secrets.',
  );
  const forgeries = await forgeriesOf(genuine, [hookSecret, ...Object.values(app)], (request) => judge(request));
  report.expect(forgeries !== undefined, '`verify` takes a request in which nothing proves that the network sent it.');
  const taken: string[] = [];
  for (const { what, request } of forgeries ?? []) {
    if (await judge(request)) taken.push(what);
  }
  report.expect(
    taken.length === 0,
    `\`verify\` takes ${taken.length} of ${forgeries?.length} forgeries, the first one ${taken[0]}.`,
  );

  report.expect(
    !(await signsForStrangers(door, genuine, judge)),
    'What `handshake` answers to a stranger signs a body of theirs: `verify` takes it.',
  );

  for (const body of garbage(genuine.body)) {
    const text = inspect(Buffer.from(body).toString());
    await judge({ ...genuine, body });
    try {
      const told = webhooks.read(call(), { ...genuine, body }, hook());
      const whole = told.every(({ id, channelId, at }) => id !== '' && channelId !== '' && !Number.isNaN(at.getTime()));
      report.expect(whole, `\`read\` makes an event without an id, account or time of ${text}.`);
      report.expect(told.length === 0, `\`read\` makes ${told.length} events of ${text}.`);
    } catch (error) {
      report.expect(error instanceof Error, `\`read\` of ${text} threw something that is no error.`);
      expectClean(report, `The error of \`read\` about ${text}`, error);
    }
  }
}

/** Whether somebody who asks as the network does is handed the signature of what the network never said. */
async function signsForStrangers(
  { webhooks, greeted, hook, call }: Door,
  genuine: WebhookRequest,
  judge: (request: WebhookRequest) => Promise<boolean>,
): Promise<boolean> {
  const text = `${Buffer.from(genuine.body).toString()} `;
  for (const request of greeted.flatMap((one) => askedAbout(one, text))) {
    const answer = await Promise.resolve(webhooks.handshake?.(call(), request, hook())).catch(() => undefined);
    for (const forged of signedBy(genuine, Buffer.from(text), answer?.body ?? '')) {
      if (await judge(forged)) return true;
    }
  }
  return false;
}
