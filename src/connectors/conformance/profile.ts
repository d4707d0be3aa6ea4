import type { ProfileCapability, ProfileField } from '../capabilities.ts';
import type { Fault } from '../emulator.ts';
import type { HttpClient } from '../http.ts';
import type { ChannelProfile, ProfilePatch } from '../profile.ts';
import type { PublicationMedia } from '../publishing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { sampleMedia, sourcesOf } from './sample-media.ts';
import { describeError, failureOf, inWorld, kindOf, type World } from './world.ts';

export const profile: Facet = {
  name: 'profile',
  promise: 'tells how an account looks, and changes what it is asked to and nothing else',
  async check(subject) {
    const report = new Report();
    const { profile: declared } = subject.connector.capabilities;
    if (!declared) {
      report.note('no `profile`');
      return report;
    }
    const studio = (run: (studio: Studio) => Promise<void>) => inStudio(report, subject, declared, run);
    for (const field of declared.fields) {
      await studio((one) => checkChange(report, one, field));
      const requests: string[] = [];
      await studio(({ count }) => count({ [field]: another(declared, field) }, requests));
      for (const skip of requests.keys()) {
        for (const kind of ['drop_before', 'drop_after'] as const) {
          await studio((one) => checkLost(report, one, field, { kind, on: 'any', skip }));
        }
      }
    }
    if (declared.fields.includes('bio')) await studio((one) => checkEmpty(report, one));
    for (const field of ['displayName', 'bio'] as const) {
      const max = declared.maxLengths?.[field];
      if (max !== undefined) await studio((one) => checkLength(report, one, field, max));
    }
    return report;
  },
};

/** What people see of an account, by the fields that can be changed. */
type Look = Readonly<Partial<Record<ProfileField, string>>>;

interface Studio extends World {
  readonly capability: ProfileCapability;
  read(): Promise<ChannelProfile>;
  update(patch: ProfilePatch): Promise<ChannelProfile>;
  /** Updates, and names the requests of it. */
  count(patch: ProfilePatch, requests: string[]): Promise<void>;
  /** On the network itself; undefined where the emulator does not tell. */
  look(): Promise<Look | undefined>;
}

async function inStudio(
  report: Report,
  subject: Subject,
  capability: ProfileCapability,
  run: (studio: Studio) => Promise<void>,
): Promise<void> {
  const functions = subject.connector.profile;
  if (!functions) return void report.expect(false, '`profile` is declared, and not there.');
  await inWorld(subject, async (world) => {
    const { account, call, control } = world;
    const look = async (): Promise<Look | undefined> => {
      if (!control.profile) {
        report.note('the emulator does not tell how an account looks');
        return undefined;
      }
      const there = await control.profile(account.externalId);
      return Object.fromEntries(capability.fields.map((field) => [field, there[field] ?? '']));
    };
    try {
      await run({
        ...world,
        capability,
        look,
        read: () => functions.read(call(), account.externalId),
        update: (patch) => functions.update(call(), account.externalId, patch),
        async count(patch, requests) {
          const wrapHttp = (http: HttpClient): HttpClient => ({
            ...http,
            request: (path, request) => {
              requests.push(path);
              return http.request(path, request);
            },
          });
          await functions.update(call({ wrapHttp }), account.externalId, patch);
        },
      });
    } catch (error) {
      report.expect(false, `The profile failed with ${describeError(error)}.`);
    }
  });
}

/** Another value of a field, of which number `index` is another than the others. */
function another({ images }: ProfileCapability, field: ProfileField, index = 0): string | PublicationMedia {
  if (field === 'link') return `https://example.com/${index + 1}`;
  if (field === 'displayName' || field === 'bio') return `Of the kit ${index + 1}`;
  const slot = images.find((image) => image.slot === field);
  const [picture] = sampleMedia(
    {
      kind: 'IMAGE',
      min: 1,
      max: 1,
      mimeTypes: slot?.mimeTypes ?? [],
      ...(slot && { minWidth: slot.width, minHeight: slot.height }),
    },
    1,
    { first: index },
  );
  return picture ?? '';
}

/** Whether a field of the network's own look is what was asked for. */
const shows = (there: string | undefined, wanted: string | PublicationMedia, index = 0): boolean =>
  typeof wanted === 'string' ? there === wanted : sourcesOf(index, wanted.mimeType).includes(there ?? '');

const textFields = ['displayName', 'bio', 'link'] as const;

/** What `read` says, against the network's own look. */
function expectAgrees(report: Report, told: ChannelProfile, look: Look | undefined, what: string): void {
  for (const field of textFields) {
    if (look?.[field] === undefined) continue;
    const said = told[field] ?? '';
    report.expect(said === look[field], `${what} tells "${said}" of ${field}, where people see "${look[field]}".`);
  }
}

/** One field, twice; all others stay as they are. */
async function checkChange(report: Report, studio: Studio, field: ProfileField): Promise<void> {
  const { capability, read, update, look } = studio;
  const before = await look();
  const readBefore = await read();
  expectAgrees(report, readBefore, before, '`profile.read`');
  const wanted = another(capability, field);
  for (const when of ['', ' for the second time']) {
    const told = await update({ [field]: wanted });
    const after = await look();
    const what = `After ${field} was changed${when}`;
    const others = capability.fields.filter((other) => other !== field);
    if (after) {
      report.expect(shows(after[field], wanted), `${what}, people see "${after[field]}" of it.`);
      const moved = others.filter((other) => after[other] !== before?.[other]);
      report.expect(moved.length === 0, `${what}, ${moved.join(', ')} changed, too.`);
    }
    expectAgrees(report, told, after, `${what} \`profile.update\``);
    const readAfter = await read();
    expectAgrees(report, readAfter, after, `${what} \`profile.read\``);
    const text = textFields.find((one) => one === field);
    if (text) report.expect(readAfter[text] === wanted, `${what}, \`profile.read\` tells "${readAfter[text]}".`);
    const lost = textFields.filter((other) => other !== field && readAfter[other] !== readBefore[other]);
    report.expect(lost.length === 0, `${what}, \`profile.read\` tells something else of ${lost.join(', ')}.`);
  }
}

/** Begun again after its answer was lost, it is as if it had not been. */
async function checkLost(report: Report, studio: Studio, field: ProfileField, fault: Fault): Promise<void> {
  const { capability, control, update, look } = studio;
  const before = await look();
  const wanted = another(capability, field);
  await control.fail(fault);
  await failureOf(update({ [field]: wanted }));
  const failure = await failureOf(update({ [field]: wanted }));
  const what = `A change of ${field} with the fault ${fault.kind} at its request ${(fault.skip ?? 0) + 1}, begun again,`;
  report.expect(failure === undefined, `${what} failed with ${describeError(failure?.error)}.`);
  const after = await look();
  if (!after) return;
  report.expect(shows(after[field], wanted), `${what} left "${after[field]}".`);
  const moved = capability.fields.filter((other) => other !== field && after[other] !== before?.[other]);
  report.expect(moved.length === 0, `${what} changed ${moved.join(', ')}, too.`);
}

/** An empty text takes the old one away. */
async function checkEmpty(report: Report, { read, update, look }: Studio): Promise<void> {
  await update({ bio: 'Not for long' });
  await update({ bio: '' });
  const after = await look();
  if (after) report.expect(after.bio === '', `After the bio was emptied, people see "${after.bio}".`);
  const { bio = '' } = await read();
  report.expect(bio === '', `After the bio was emptied, \`profile.read\` tells "${bio}".`);
}

async function checkLength(
  report: Report,
  { read, update, look }: Studio,
  field: 'displayName' | 'bio',
  max: number,
): Promise<void> {
  // One code point that is two of UTF-16 and four bytes.
  const atMost = '\u{1F600}'.repeat(max);
  const what = `A ${field} of ${max} characters`;
  const taken = await failureOf(update({ [field]: atMost }));
  report.expect(taken === undefined, `${what}, as long as declared, failed with ${describeError(taken?.error)}.`);
  if (!taken) {
    const told = (await read())[field];
    report.expect(told === atMost, `${what}, as long as declared, is not read as it was written.`);
  }
  const before = await look();
  const refused = await failureOf(update({ [field]: `${atMost}a` }));
  const kind = refused && kindOf({ outcome: 'failed', error: refused.error });
  report.expect(
    kind === 'content_rejected',
    `${what} and one more ${refused ? `failed with ${describeError(refused.error)}` : 'was taken'}; it should be refused as content_rejected.`,
  );
  const after = await look();
  report.expect(JSON.stringify(after) === JSON.stringify(before), `${what} and one more changed something.`);
}
