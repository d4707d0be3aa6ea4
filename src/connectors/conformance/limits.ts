import type { FormatCapability } from '../capabilities.ts';
import type { Publication } from '../publishing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { filled, mediaOf, sampleMedia, type Counts } from './sample-media.ts';
import { differenceOf, sampleParts, samplePost, textAt } from './samples.ts';
import { describeAttempt, inWorld, kindOf } from './world.ts';

export const limits: Facet = {
  name: 'limits',
  promise: 'declares the limits that the network has: at them a post goes out unchanged, over them it is refused',
  async check(subject) {
    const report = new Report();
    for (const capability of subject.connector.capabilities.formats) {
      await checkText(report, subject, capability);
      await checkHashtags(report, subject, capability);
      await checkMedia(report, subject, capability);
      await checkTotal(report, subject, capability);
      await checkParts(report, subject, capability);
    }
    return report;
  },
};

const textKinds = ['content_rejected'];
const mediaKinds = ['content_rejected', 'media_rejected'];

async function checkText(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, text: rule } = capability;
  if (!rule) return;
  // An address that is longer than it counts.
  const address = rule.urlWeight === undefined ? undefined : `https://example.com/${'a'.repeat(rule.urlWeight)} `;
  for (const limit of rule.limits) {
    for (const start of ['', ...(address === undefined ? [] : [address])]) {
      const what = `${format}: a text of ${limit.max} ${limit.counting}${start && ' with an address'}`;
      const text = textAt(limit, rule, { start });
      if (text === undefined) {
        report.note(`${what} breaks another limit first`);
        continue;
      }
      await expectTaken(report, subject, capability, { text }, `${what}, as long as declared,`);
      await expectRefused(report, subject, capability, { text: `${text}a` }, `${what} and one more`, textKinds);
    }
  }
  if (rule.required) {
    await expectRefused(report, subject, capability, { text: '' }, `${format}: no text`, textKinds);
  } else {
    await expectTaken(report, subject, capability, { text: '' }, `${format}: no text, which is not required,`);
  }
}

async function checkHashtags(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, hashtags } = capability;
  if (!hashtags) return;
  const tagged = (count: number) => ({ text: Array.from({ length: count }, (_, index) => `#kit${index}`).join(' ') });
  const what = `${format}: ${hashtags.max} hashtags`;
  await expectTaken(report, subject, capability, tagged(hashtags.max), `${what}, as many as declared,`);
  await expectRefused(report, subject, capability, tagged(hashtags.max + 1), `${what} and one more`, textKinds);
}

async function checkMedia(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, media, mediaTotal } = capability;
  for (const [index, rule] of media.entries()) {
    if (rule.max === 0) continue;
    /** As few of the other kinds as there must be. */
    const counts = (count: number): Counts => media.map(({ min }, at) => (at === index ? count : min));
    const withMedia = (count: number, altText?: string) => ({ media: mediaOf(capability, counts(count), altText) });
    const others = counts(0).reduce((sum, count) => sum + count, 0);
    const most = Math.min(rule.max, (mediaTotal?.max ?? Infinity) - others);
    const what = `${format}: ${most} of ${rule.kind}`;
    await expectTaken(report, subject, capability, withMedia(most), `${what}, as many as declared,`);
    // One picture too many may simply be another format, such as a carousel.
    if (isLargest(subject, rule.kind, rule.max)) {
      await expectRefused(report, subject, capability, withMedia(most + 1), `${what} and one more`, mediaKinds);
    }
    if (rule.altTextMax === undefined) continue;
    const described = (length: number) => withMedia(Math.max(1, rule.min), 'a'.repeat(length));
    const altText = `${format}: an alt text of ${rule.altTextMax}`;
    const atMost = described(rule.altTextMax);
    await expectTaken(report, subject, capability, atMost, `${altText}, as long as declared,`);
    const over = described(rule.altTextMax + 1);
    await expectRefused(report, subject, capability, over, `${altText} and one more`, mediaKinds);
  }
}

/** As many of all kinds as are declared; how many each kind could have on its own says nothing then. */
async function checkTotal(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, media, mediaTotal } = capability;
  if (!mediaTotal) return;
  const fewest = media.map(({ min }) => min);
  const withTotal = (total: number) => ({ media: mediaOf(capability, filled(media, fewest, total)) });
  const what = `${format}: ${mediaTotal.max} media of all kinds`;
  await expectTaken(report, subject, capability, withTotal(mediaTotal.max), `${what}, as many as declared,`);
  const more = withTotal(mediaTotal.max + 1);
  const largest = subject.connector.capabilities.formats.every((other) => totalOf(other) <= mediaTotal.max);
  if (more.media.length > mediaTotal.max && largest) {
    await expectRefused(report, subject, capability, more, `${what} and one more`, mediaKinds);
  }
}

const totalOf = ({ media, mediaTotal }: FormatCapability) =>
  mediaTotal?.max ?? media.reduce((sum, { max }) => sum + max, 0);

/**
 * As many parts as are declared, and what a later part may hold: what it may not is refused before the first one is out. One
 * part more is no error of the network's: it takes each as a post of its own.
 */
async function checkParts(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, text, media, mediaTotal, parts } = capability;
  if (!parts) return;
  const most = { parts: sampleParts(capability, parts.max) };
  await expectTaken(report, subject, capability, most, `${format}: ${parts.max} parts, as many as declared,`);

  const [part] = sampleParts(capability, 1);
  if (!part) return;
  const what = `${format}: a second part with`;
  const [limit] = text?.limits ?? [];
  if (text && limit) {
    const long = { parts: [{ ...part, text: `${textAt(limit, text, { all: [limit] })}a` }] };
    await expectRefused(report, subject, capability, long, `${what} a text that is too long`, textKinds);
  }
  for (const rule of media.filter(({ max }) => max > 0)) {
    const max = Math.min(rule.max, mediaTotal?.max ?? Infinity);
    const withMedia = (count: number) => ({ parts: [{ ...part, media: sampleMedia(rule, count) }] });
    await expectTaken(report, subject, capability, withMedia(max), `${what} ${max} of ${rule.kind}`);
    const over = `${what} ${max + 1} of ${rule.kind}`;
    await expectRefused(report, subject, capability, withMedia(max + 1), over, mediaKinds);
  }
}

const isLargest = ({ connector }: Subject, kind: string, max: number) =>
  connector.capabilities.formats.every(({ media }) => media.every((rule) => rule.kind !== kind || rule.max <= max));

function publish(subject: Subject, capability: FormatCapability, own: Partial<Publication>) {
  return inWorld(subject, async ({ account, attempt, posts }) => {
    const wanted = samplePost(subject.connector, capability, account.externalId, own);
    return { wanted, attempt: await attempt(wanted), posts: await posts() };
  });
}

async function expectTaken(
  report: Report,
  subject: Subject,
  capability: FormatCapability,
  own: Partial<Publication>,
  what: string,
): Promise<void> {
  const { wanted, attempt, posts } = await publish(subject, capability, own);
  const [post] = posts;
  const taken = attempt.outcome === 'published' && posts.length === 1;
  if (!report.expect(taken, `${what} ${describeAttempt(attempt)}.`)) return;
  const difference = differenceOf(post, wanted);
  report.expect(difference === undefined, `${what} stands on the network with ${difference}.`);
}

async function expectRefused(
  report: Report,
  subject: Subject,
  capability: FormatCapability,
  own: Partial<Publication>,
  what: string,
  kinds: readonly string[],
): Promise<void> {
  const { attempt, posts } = await publish(subject, capability, own);
  const kind = kindOf(attempt);
  report.expect(
    kind !== undefined && kinds.includes(kind),
    `${what} ${describeAttempt(attempt)}; it should be refused as ${kinds.join(' or ')}.`,
  );
  report.expect(posts.length === 0, `${what} was refused, and yet stands on the network.`);
}
