import type { FormatCapability } from '../capabilities.ts';
import type { Publication } from '../publishing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { differenceOf, sampleMedia, sampleParts, samplePost, textAt } from './samples.ts';
import { describeAttempt, inWorld, kindOf } from './world.ts';

export const limits: Facet = {
  name: 'limits',
  promise: 'declares the limits that the network has: at them a post goes out unchanged, over them it is refused',
  async check(subject) {
    const report = new Report();
    for (const capability of subject.connector.capabilities.formats) {
      await checkText(report, subject, capability);
      await checkMedia(report, subject, capability);
      await checkParts(report, subject, capability);
    }
    return report;
  },
};

async function checkText(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, text: rule } = capability;
  if (!rule) return;
  for (const limit of rule.limits) {
    const what = `${format}: a text of ${limit.max} ${limit.counting}`;
    const text = textAt(limit, rule.limits);
    if (text === undefined) {
      report.note(`${what} breaks another limit first`);
      continue;
    }
    await expectTaken(report, subject, capability, { text }, `${what}, as long as declared,`);
    await expectRefused(report, subject, capability, { text: `${text}a` }, `${what} and one more`, [
      'content_rejected',
    ]);
  }
  if (rule.required) {
    await expectRefused(report, subject, capability, { text: '' }, `${format}: no text`, ['content_rejected']);
  } else {
    await expectTaken(report, subject, capability, { text: '' }, `${format}: no text, which is not required,`);
  }
}

const mediaKinds = ['content_rejected', 'media_rejected'];

async function checkMedia(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  for (const rule of capability.media) {
    if (rule.max === 0) continue;
    const others = capability.media.filter((other) => other !== rule).flatMap((other) => sampleMedia(other, other.min));
    const what = `${capability.format}: ${rule.max} of ${rule.kind}`;
    const most = { media: [...others, ...sampleMedia(rule, rule.max)] };
    await expectTaken(report, subject, capability, most, `${what}, as many as declared,`);
    // One picture too many may simply be another format, such as a carousel.
    if (isLargest(subject, rule.kind, rule.max)) {
      const more = { media: [...others, ...sampleMedia(rule, rule.max + 1)] };
      await expectRefused(report, subject, capability, more, `${what} and one more`, mediaKinds);
    }
    if (rule.altTextMax === undefined) continue;
    const count = Math.max(1, rule.min);
    const described = (length: number) => ({ media: [...others, ...sampleMedia(rule, count, 'a'.repeat(length))] });
    const altText = `${capability.format}: an alt text of ${rule.altTextMax}`;
    await expectTaken(report, subject, capability, described(rule.altTextMax), `${altText}, as long as declared,`);
    await expectRefused(
      report,
      subject,
      capability,
      described(rule.altTextMax + 1),
      `${altText} and one more`,
      mediaKinds,
    );
  }
}

/**
 * As many parts as are declared, and what a later part may hold: what it may not is refused before the first one is out. One
 * part more is no error of the network's: it takes each as a post of its own.
 */
async function checkParts(report: Report, subject: Subject, capability: FormatCapability): Promise<void> {
  const { format, text, media, parts } = capability;
  if (!parts) return;
  const most = { parts: sampleParts(capability, parts.max) };
  await expectTaken(report, subject, capability, most, `${format}: ${parts.max} parts, as many as declared,`);

  const [part] = sampleParts(capability, 1);
  if (!part) return;
  const what = `${format}: a second part with`;
  const [limit] = text?.limits ?? [];
  if (limit) {
    const long = { parts: [{ ...part, text: `${textAt(limit, [limit])}a` }] };
    await expectRefused(report, subject, capability, long, `${what} a text that is too long`, ['content_rejected']);
  }
  for (const rule of media.filter(({ max }) => max > 0)) {
    const filled = (count: number) => ({ parts: [{ ...part, media: sampleMedia(rule, count) }] });
    await expectTaken(report, subject, capability, filled(rule.max), `${what} ${rule.max} of ${rule.kind}`);
    const over = `${what} ${rule.max + 1} of ${rule.kind}`;
    await expectRefused(report, subject, capability, filled(rule.max + 1), over, mediaKinds);
  }
}

const isLargest = ({ connector }: Subject, kind: string, max: number) =>
  connector.capabilities.formats.every(({ media }) => media.every((rule) => rule.kind !== kind || rule.max <= max));

function publish(subject: Subject, capability: FormatCapability, own: Partial<Publication>) {
  return inWorld(subject, async ({ account, attempt, posts }) => {
    const wanted = samplePost(capability, account.externalId, own);
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
