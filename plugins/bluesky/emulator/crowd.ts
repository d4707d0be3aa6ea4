import { chanceOf, shuffled } from '@polyphony/sdk/emulator';
import { createHash } from 'node:crypto';
import type { Happening, Person } from './audience.ts';
import { cidOfRecord, toBase32 } from './cid.ts';
import type { RecordValue } from './state.ts';
import { tidAt } from './tid.ts';

/** What people make their minds up about. */
export interface Subject {
  readonly uri: string;
  readonly cid: string;
  readonly value: RecordValue;
  /** Whose it is. */
  readonly account: string;
  /** Milliseconds. */
  readonly at: number;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const didOf = (handle: string) => `did:plc:${toBase32(digest(handle)).slice(0, 24)}`;

const names = [
  'Anna Bērziņa', 'Jānis Ozols', 'Līga Kalniņa', 'Mārtiņš Liepa', 'Ieva Krūmiņa', 'Edgars Vītols', 'Zane Zariņa',
  'Айгерім Сәрсен', 'Данияр Омаров', 'Жанна Ким', 'Тимур Ахметов', 'Асель Нурлан', 'Ержан Бекұлы', 'Мадина Юсупова',
  'Ольга Соколова', 'Павел Громов', 'Ирина Белова', 'Sofia Lindqvist', 'Tom Barker', 'Nora Whelan', 'Felix Brandt',
  'Giulia Ferri', 'Kenji Mori', 'Amira Haddad', 'Lucas Moreau', 'Hanna Virtanen',
]; // prettier-ignore

/** Everyone who takes part. */
export const crowd: readonly Person[] = names.map((name, index) => {
  const handle = `reader${String(index + 1).padStart(2, '0')}.test`;
  return { did: didOf(handle), handle, name };
});

const remarks = [
  'Looks wonderful. When do you open on Sunday?', 'Cik maksā?', 'Очень вкусно, спасибо!', 'Do you ship to Tallinn?',
  'Есть что-нибудь без глютена?', 'Өте дәмді екен!', 'Vai rīt arī būs?', 'My favourite, again 😍',
  'А можно заказать заранее?', 'Is there parking nearby?', 'Liels paldies par vakardienu!', 'Қайдан табуға болады?',
  'I waited twenty minutes on Saturday, not again.', 'Пахнет даже через экран ☕️',
]; // prettier-ignore
const thanks = ['Thank you!', 'Paldies, nākšu!', 'Спасибо, приду 🙌', 'Рақмет!'];
const quotes = ['This is why I love my street.', 'Tieši to man vajag šodien.', 'Все сюда 👇', 'Take notes, everyone.'];
const mentions = ['Best in town, no question', 'Who else is going today?', 'Вот здесь и встретимся', 'Satiekamies tur'];

const minute = 60_000;
/** Half of what ever happens has happened after this long. */
const halfLifeMs = 150 * minute;

/** All that people will ever do about a post: a matter of the seed and the post alone. */
export function reactionsTo(subject: Subject, seed: number): readonly Happening[] {
  const chance = chanceOf(`${seed} ${subject.uri}`);
  const isReply = subject.value.reply !== undefined;
  const popularity = isReply ? 0.08 : 0.3 + 2 * chance() ** 2;
  const some = (most: number) => Math.round(most * popularity * (0.5 + chance() / 2));
  const counts: readonly (readonly [Happening['kind'], number])[] = [
    ['like', some(24)],
    ['repost', some(4)],
    ['reply', isReply ? Number(chance() < 0.4) : some(4)],
    ['quote', some(1)],
    ['mention', isReply ? 0 : Number(chance() < 0.25)],
    ['follow', some(2)],
  ];
  const result: Happening[] = [];
  for (const [kind, count] of counts) {
    // Each person likes, reposts and follows once.
    const people = shuffled(crowd, chance);
    for (let index = 0; index < count; index++) {
      const by = people[index % people.length];
      const at = Math.round(subject.at + minute / 2 - (halfLifeMs / Math.LN2) * Math.log(1 - chance() * 0.99));
      if (by) result.push(happeningOf({ kind, subject, by, at, text: textOf(kind, isReply, chance) }));
    }
  }
  return result.sort((a, b) => a.at - b.at);
}

/** One thing that somebody does. */
export function happeningOf({
  kind,
  subject,
  account = subject?.account ?? '',
  by,
  at,
  text,
}: {
  readonly kind: Happening['kind'];
  readonly subject?: Subject | undefined;
  readonly account?: string;
  readonly by: Person;
  readonly at: number;
  readonly text: string;
}): Happening {
  const record = recordOf(kind, subject, account, text, new Date(at).toISOString());
  const mark = digest(`${by.did} ${JSON.stringify(record)}`);
  const rkey = tidAt(at, mark.readUInt16BE(), mark.readUInt16BE(2));
  return {
    kind,
    at,
    account,
    by,
    uri: `at://${by.did}/${record.$type}/${rkey}`,
    cid: cidOfRecord(record),
    ...(subject && kind !== 'mention' && kind !== 'follow' && { subject: subject.uri }),
    record,
  };
}

function recordOf(
  kind: Happening['kind'],
  subject: Subject | undefined,
  account: string,
  text: string,
  createdAt: string,
): RecordValue {
  const reference = subject && { uri: subject.uri, cid: subject.cid };
  const post = { $type: 'app.bsky.feed.post', text, createdAt };
  switch (kind) {
    case 'like':
    case 'repost':
      return { $type: `app.bsky.feed.${kind}`, subject: reference, createdAt };
    case 'follow':
      return { $type: 'app.bsky.graph.follow', subject: account, createdAt };
    case 'reply': {
      const thread = subject?.value.reply as { readonly root: unknown } | undefined; // a valid record's
      return { ...post, reply: { root: thread?.root ?? reference, parent: reference } };
    }
    case 'quote':
      return { ...post, embed: { $type: 'app.bsky.embed.record', record: reference } };
    case 'mention': {
      const index = { byteStart: 0, byteEnd: Buffer.byteLength(text) };
      return { ...post, facets: [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did: account }] }] };
    }
  }
}

function textOf(kind: Happening['kind'], isReply: boolean, chance: () => number): string {
  const texts = { reply: isReply ? thanks : remarks, quote: quotes, mention: mentions }[kind as string] ?? [''];
  return texts[Math.floor(chance() * texts.length)] ?? '';
}
