import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FormatCapability, MediaRule } from '../capabilities.ts';
import type { PublicationMedia } from '../publishing.ts';
import { Report, type Facet, type Subject } from './facet.ts';
import { happens } from './receiver.ts';
import { padPicture } from './sample-media.ts';
import { samplePost } from './samples.ts';
import { describeAttempt, inWorld, kindOf } from './world.ts';

/** Where no limit is declared. */
const usualBytes = 900_000;
const chunkBytes = 32_768;
/** How long a picture waits for the request that carries it. */
const patienceMs = 1_000;

export const media: Facet = {
  name: 'media',
  promise: 'brings pictures to the network byte for byte and as they are read, up to the size that it takes',
  async check(subject) {
    const report = new Report();
    const { formats } = subject.connector.capabilities;
    const taken = formats.flatMap((format) => {
      const rule = format.media.find(({ kind, max }) => kind === 'IMAGE' && max > 0);
      return rule ? [{ format, rule }] : [];
    });
    const [first] = taken;
    if (!first) report.note('no format takes pictures');
    else {
      await checkBytes(report, subject, first.format, first.rule);
      if (first.rule.maxBytes !== undefined) await checkTooLarge(report, subject, first.format, first.rule);
    }
    return report;
  },
};

/** A picture that is made while it is read, and what was seen of its reading. */
interface WatchedPicture {
  readonly picture: PublicationMedia;
  readonly digest: string;
  opened: number;
  /** True where more of it was read than a first piece before any request was on its way. */
  hoarded: boolean;
}

function watchPicture(rule: MediaRule, byteSize: number, requestsBegun: () => number): WatchedPicture {
  const bytes = padPicture(byteSize);
  const watched: WatchedPicture = {
    digest: createHash('sha256').update(bytes).digest('hex'),
    opened: 0,
    hoarded: false,
    picture: {
      kind: rule.kind,
      url: 'https://example.com/media/large',
      mimeType: rule.mimeTypes.includes('image/png') ? 'image/png' : (rule.mimeTypes[0] ?? ''),
      byteSize,
      width: 1,
      height: 1,
      altText: 'A large picture',
      open() {
        watched.opened++;
        const before = requestsBegun();
        let offset = 0;
        // One that keeps nothing ready: a piece is made when it is asked for.
        const stream = new ReadableStream<Uint8Array>(
          {
            async pull(controller) {
              // A second piece is only wanted by who has sent the first, or keeps it all in memory.
              if (offset === chunkBytes && !(await happens(() => requestsBegun() > before, patienceMs)))
                watched.hoarded = true;
              controller.enqueue(bytes.subarray(offset, (offset += chunkBytes)));
              if (offset >= bytes.length) controller.close();
            },
          },
          { highWaterMark: 0 },
        );
        return Promise.resolve(stream);
      },
    },
  };
  return watched;
}

async function checkBytes(report: Report, subject: Subject, format: FormatCapability, rule: MediaRule): Promise<void> {
  const size = rule.maxBytes ?? usualBytes;
  let begun = 0;
  const onHeaders = () => begun++;
  subscribe('undici:client:sendHeaders', onHeaders);
  try {
    await inWorld(subject, async ({ account, attempt, posts }) => {
      const watched = watchPicture(rule, size, () => begun);
      const count = Math.max(1, rule.min);
      const pictures = Array.from({ length: count }, () => watched.picture);
      const result = await attempt(samplePost(subject.connector, format, account.externalId, { media: pictures }));
      const what = `${format.format} with a picture of ${size} bytes`;
      const there = (await posts())[0]?.media ?? [];
      if (!report.expect(result.outcome === 'published', `${what} ${describeAttempt(result)}.`)) return;
      if (there.every(({ source }) => !source.startsWith('sha256:'))) {
        report.note('the network fetches pictures by their address');
        return;
      }
      report.expect(
        there.length === count && there.every(({ source }) => source === `sha256:${watched.digest}`),
        `${what} arrived with other bytes.`,
      );
      report.expect(
        watched.opened === count,
        `${what}: \`open\` was called ${watched.opened} times for ${count} uploads.`,
      );
      report.expect(!watched.hoarded, `${what}: it was read whole before anything of it was sent.`);
    });
  } finally {
    unsubscribe('undici:client:sendHeaders', onHeaders);
  }
}

async function checkTooLarge(report: Report, subject: Subject, format: FormatCapability, rule: MediaRule) {
  await inWorld(subject, async ({ account, attempt, posts }) => {
    const size = (rule.maxBytes ?? 0) + 1;
    const { picture } = watchPicture(rule, size, () => Infinity);
    const pictures = Array.from({ length: Math.max(1, rule.min) }, () => picture);
    const result = await attempt(samplePost(subject.connector, format, account.externalId, { media: pictures }));
    const kind = kindOf(result);
    const what = `${format.format} with a picture of ${size} bytes, one too many,`;
    report.expect(
      kind === 'media_rejected' || kind === 'content_rejected',
      `${what} ${describeAttempt(result)}; it should be refused as media_rejected.`,
    );
    report.expect((await posts()).length === 0, `${what} was refused, and yet stands on the network.`);
  });
}
