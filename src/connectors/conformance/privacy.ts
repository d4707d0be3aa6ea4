import { inspect } from 'node:util';
import { formsOf, secretsOfApp } from '../redact.ts';
import type { Privacy, PrivacyDemand } from '../privacy.ts';
import type { WebhookRequest } from '../webhooks.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { forgeriesOf, garbage } from './forgery.ts';
import { startReceiver } from './receiver.ts';
import { describeError, inWorld, type World } from './world.ts';

// The address does not hold the code here, so that an answer without it shows.
const receipt = {
  confirmationCode: 'kit-confirmation-1',
  statusUrl: 'http://127.0.0.1:4321/privacy/requests/one',
};

export const privacy: Facet = {
  name: 'privacy',
  promise: 'understands what the network demands of whoever holds its data, and obeys nobody else',
  async check(subject) {
    const report = new Report();
    const { privacy: declared } = subject.connector;
    if (!declared || declared.demands.length === 0) {
      report.note('no `privacy.demands`');
      return report;
    }
    for (const kind of declared.demands) {
      await inWorld(subject, (world) => checkDemand(report, subject, world, declared, kind));
    }
    return report;
  },
};

async function checkDemand(
  report: Report,
  { connector }: Subject,
  world: World,
  { read, answer }: Privacy,
  kind: PrivacyDemand['kind'],
): Promise<void> {
  const { account, app, call, clock, control } = world;
  if (!control.demand) {
    report.note('the emulator demands nothing');
    return;
  }
  const createdAt = clock.now().toISOString();
  const post = await control.insert({ account: account.externalId, text: 'Soon gone', createdAt });
  const externalId = kind === 'DELETE_CONTENT' ? post.id : account.externalId;
  const came: WebhookRequest[] = [];
  const demandOf = async (request: WebhookRequest, values = app): Promise<PrivacyDemand | undefined> => {
    const made = call({ app: values });
    try {
      return await read?.(made, request);
    } finally {
      const text = inspect(made.logged, { depth: 20 });
      const forms = secretsOfApp(connector.auth, values).flatMap(formsOf);
      report.expect(!forms.some((form) => text.includes(form)), `What \`read\` of ${kind} logged holds a secret.`);
    }
  };

  const receiver = await startReceiver(async (request) => {
    came.push(request);
    const demand = await demandOf(request).catch(() => undefined);
    if (!demand) return { status: 400 };
    return answer?.(receipt) ?? { status: 200 };
  });
  try {
    await control.demand({ url: receiver.url, kind, externalId });
  } catch (error) {
    report.expect(false, `The network does not take the answer to ${kind}: ${describeError(error)}.`);
  } finally {
    await receiver.close();
  }

  const [genuine] = came;
  if (!genuine) return void report.expect(false, `No demand of the kind ${kind} came.`);
  const read1 = await demandOf(genuine).catch((error: unknown) => ({ kind: describeError(error), externalId: '' }));
  report.expect(
    read1?.kind === kind && read1.externalId === externalId,
    `A demand ${kind} of ${externalId} is read as ${read1?.kind} of ${read1?.externalId}.`,
  );
  const said = answer?.(receipt).body;
  report.expect(
    answer === undefined || said?.includes(receipt.confirmationCode) === true,
    `The answer to ${kind} does not hold the confirmation code.`,
  );
  await checkForged(report, genuine, kind, app, demandOf);
}

async function checkForged(
  report: Report,
  genuine: WebhookRequest,
  kind: string,
  app: World['app'],
  demandOf: (request: WebhookRequest, app?: World['app']) => Promise<PrivacyDemand | undefined>,
): Promise<void> {
  const obeyed = async (request: WebhookRequest, values?: World['app']): Promise<boolean> => {
    try {
      return (await demandOf(request, values)) !== undefined;
    } catch (error) {
      report.expect(error instanceof Error, `\`read\` of ${kind} threw something that is no error.`);
      return false;
    }
  };
  const others = Object.fromEntries(Object.keys(app).map((name) => [name, 'another']));
  report.expect(!(await obeyed(genuine, others)), `A demand ${kind} of another app is obeyed.`);
  report.expect(!(await obeyed(genuine, {})), `A demand ${kind} is obeyed where no app is known.`);
  const forgeries = await forgeriesOf(genuine, Object.values(app), obeyed);
  report.expect(
    forgeries !== undefined,
    `A demand ${kind} is obeyed in which nothing proves that the network made it.`,
  );
  const taken: string[] = [];
  for (const { what, request } of forgeries ?? []) {
    if (await obeyed(request)) taken.push(what);
  }
  report.expect(
    taken.length === 0,
    `${taken.length} of ${forgeries?.length} forged demands ${kind} are obeyed, the first one ${taken[0]}.`,
  );
  for (const body of garbage(genuine.body)) {
    const made = await obeyed({ ...genuine, body });
    report.expect(!made, `\`read\` makes a demand of ${inspect(Buffer.from(body).toString())}.`);
  }
}
