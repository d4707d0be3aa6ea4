import {
  happened,
  published,
  type Call,
  type Found,
  type LostCommit,
  type NetworkCall,
  type Publication,
  type PublicationMedia,
  type PublicationPart,
  type Published,
} from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';
import * as client from './client.ts';
import type { Blob, Place, Ref } from './client.ts';
import { gateCollections, gatesOf, setQuotes, setReplies } from './gates.ts';
import { microsecondsOf, threadKeys } from './keys.ts';
import { refuseWhatCannotStand } from './limits.ts';
import { languagesOf, type BlueskyPostOptions } from './options.ts';
import { facetsOf, findStretches, type Facet } from './richtext.ts';

type Post = Publication<BlueskyPostOptions>;

/** What a post holds, where it stands in its thread aside. */
interface Content {
  readonly text: string;
  readonly facets?: readonly Facet[];
  readonly langs?: readonly string[];
  readonly embed?: {
    readonly $type: string;
    readonly images?: readonly { readonly alt: string; readonly image: Blob }[];
    readonly external?: { readonly uri: string };
  };
}

interface PostRecord extends Content {
  readonly createdAt: string;
  readonly reply?: { readonly root: Ref; readonly parent: Ref };
}

export async function publish(call: Call, post: Post): Promise<Published> {
  refuseWhatCannotStand(call, post);
  // All that may still be refused comes before the first part is public.
  const contents = await prepare(call, post);
  const { places, createdAt } = await chooseKeys(call, post);
  const sent: Ref[] = [];
  for (const [index, place] of places.entries()) {
    const [root] = sent;
    const parent = sent.at(-1);
    // One moment for all would leave their order to chance.
    const at = new Date(Date.parse(createdAt) + index).toISOString();
    const record = { ...contents[index], createdAt: at, ...(root && parent && { reply: { root, parent } }) };
    const gates = gatesOf(post.options, place, index === 0, at);
    sent.push(await call.commit(commitOf(index), () => writePost(call, place, record, gates)));
  }
  return outcomeOf(call, places[0]);
}

export async function find(call: Call, post: Post, { commit }: LostCommit): Promise<Found> {
  const { places } = await chooseKeys(call, post);
  const place = places.find((_, index) => commitOf(index) === commit);
  const there = place && (await client.getRecord(call, place));
  // What is lost may still be on its way, but a record of one key is one record.
  return there ? happened({ uri: there.uri, cid: there.cid }) : { outcome: 'absent' };
}

/**
 * Who may reply and quote can be changed. Texts and pictures cannot: the server would take them, but the network goes on
 * showing the old ones in many places.
 */
export async function edit(call: Call, externalId: string, post: Post): Promise<Published> {
  const root = client.placeOf(call, externalId);
  const parts = await partsOf(call, root);
  const wanted = await prepare(call, post);
  if (JSON.stringify(parts.map(({ value }) => seenOf(value))) !== JSON.stringify(wanted.map(seenOf))) {
    throw call.refuse({
      kind: 'content_rejected',
      code: 'NotEditable',
      message:
        'Bluesky does not show edited posts reliably, so text, link, pictures and languages of a published post stay as they are; only who may reply and quote can be changed.',
    });
  }
  await call.step('set who may reply', () => setReplies(call, root, post.options?.replies));
  for (const [index, { place }] of parts.entries()) {
    await call.step(`set who may quote part ${index + 1}`, () => setQuotes(call, place, post.options?.quotes));
  }
  return outcomeOf(call, root);
}

/** From the end, so that what is left after a failure is a thread still, whose parts are found again. */
export async function remove(call: NetworkCall, externalId: string): Promise<void> {
  const root = client.placeOf(call, externalId);
  const parts = (await partsOf(call, root)).map(({ place }) => place).filter(({ rkey }) => rkey !== root.rkey);
  for (const place of [...parts.reverse(), root]) {
    await client.deleteRecord(call, place);
    for (const collection of gateCollections) await client.deleteRecord(call, { ...place, collection });
  }
}

export async function state(call: NetworkCall, externalId: string): Promise<Published | { outcome: 'removed' }> {
  const place = client.placeOf(call, externalId);
  return (await client.getRecord(call, place)) ? outcomeOf(call, place) : { outcome: 'removed' };
}

const commitOf = (index: number) => `post ${index + 1}`;

function outcomeOf(call: NetworkCall, place: Place | undefined): Published {
  if (!place) throw new TypeError('a post has at least one part');
  return published({ externalId: client.uriOf(place), url: client.pageOf(call, place) });
}

/** Where the parts will stand, and since when. Chosen once: the same key makes the same record, however often it is sent. */
async function chooseKeys(call: Call, post: Post): Promise<{ places: readonly Place[]; createdAt: string }> {
  const { keys, createdAt } = await call.step('choose record keys', async () => ({
    keys: threadKeys(call.now(), 1 + post.parts.length),
    createdAt: call.now().toISOString(),
  }));
  return { createdAt, places: keys.map((rkey) => client.postPlace(post.channelId, rkey)) };
}

/** A post and its gates appear at once, so that nobody can reply or quote before the gates are there. */
async function writePost(call: Call, place: Place, record: object, gates: ReturnType<typeof gatesOf>): Promise<Ref> {
  if (gates.length === 0) return client.putRecord(call, place, record);
  // Unlike the above this cannot be repeated, so it asks first.
  const there = await client.getRecord(call, place);
  const written = there ?? (await client.createRecords(call, place.repo, [{ place, record }, ...gates]))[0];
  if (!written) {
    const message = 'The server does not say what it has written.';
    throw call.refuse({ kind: 'outcome_unknown', code: 'NotUnderstood', message });
  }
  return { uri: written.uri, cid: written.cid };
}

/** Every part as it will be, with its pictures uploaded and its mentions looked up. */
async function prepare(call: Call, post: Post): Promise<readonly Content[]> {
  const parts: readonly PublicationPart[] = [post, ...post.parts];
  const dids = await resolveMentions(call, parts.map(({ text }) => text).join('\n'));
  const langs = languagesOf(post.options?.languages);
  const contents: Content[] = [];
  for (const [index, { text, media }] of parts.entries()) {
    const facets = facetsOf(text, findStretches(text), dids);
    const link = index === 0 && post.format === 'LINK' ? post.link : undefined;
    const embed = link === undefined ? await embedPictures(call, media, index) : await embedLink(call, link);
    contents.push({
      text,
      ...(facets.length > 0 && { facets }),
      ...(langs.length > 0 && { langs }),
      ...(embed && { embed }),
    });
  }
  return contents;
}

/** Ids by handle. A mention of nobody is not there, stays plain text, and is no reason to hold the post back. */
export async function resolveMentions(call: Call, text: string): Promise<ReadonlyMap<string, string>> {
  const handles = findStretches(text).flatMap(({ kind, value }) => (kind === 'mention' ? [value] : []));
  const dids = new Map<string, string>();
  for (const handle of new Set(handles)) {
    const did = await call.step(`look up @${handle}`, async () => {
      const found = await client.resolveHandle(call, handle);
      if (found === undefined) call.log.warn({ handle }, 'nobody has this handle: the mention stays plain text');
      return found ?? null;
    });
    if (did !== null) dids.set(handle, did);
  }
  return dids;
}

/** Servers drop what no record uses after a while, the network's own after minutes to hours. */
const uploadGoodForMs = 10 * 60_000;

async function embedPictures(call: Call, media: readonly PublicationMedia[], part: number): Promise<Content['embed']> {
  const images = [];
  for (const [index, picture] of media.entries()) {
    const name = `upload picture ${index + 1} of part ${part + 1}`;
    const image = await call.step(name, () => client.uploadBlob(call, picture), { goodForMs: uploadGoodForMs });
    const { altText: alt = '', width, height } = picture;
    images.push({ alt, image, ...(width && height && { aspectRatio: { width, height } }) });
  }
  return images.length > 0 ? { $type: 'app.bsky.embed.images', images } : undefined;
}

const embedLink = async (call: Call, uri: string): Promise<Content['embed']> => ({
  $type: 'app.bsky.embed.external',
  external: await call.step('read the link', async () => {
    const { title = '', description = '' } = (await call.linkCard(uri)) ?? {};
    return { uri, title: title || uri, description };
  }),
});

/** What people see of a post. The same bytes have the same `$link`. */
const seenOf = ({ text, langs, embed }: Content) => [
  text,
  langs,
  embed?.external?.uri,
  embed?.images?.map(({ alt, image }) => [alt, image.ref.$link]),
];

const mostParts = Math.max(...capabilities.formats.map(({ parts }) => parts?.max ?? 0));

/** The root and what follows it in its thread, as they stand there. Answers to others in the same thread are no parts. */
async function partsOf(call: NetworkCall, root: Place) {
  const there = await client.getRecord<PostRecord>(call, root);
  const next = await client.listRecordsAfter<PostRecord>(call, root, mostParts);
  const start = microsecondsOf(root.rkey);
  const parts = next
    .filter(({ value }) => value.reply?.root.uri === client.uriOf(root))
    .filter(({ uri }) => microsecondsOf(client.placeOf(call, uri).rkey) - start <= mostParts);
  return [...(there ? [there] : []), ...parts].map(({ uri, value }) => ({ place: client.placeOf(call, uri), value }));
}
