import type { Call, NetworkCall, PublicationMedia } from '@polyphony/sdk';
import { ask, holderOf, tell, upload } from './client.ts';
import { hasCode } from './errors.ts';
import { messageOf, type Post } from './limits.ts';

/** Something that was made for a post, and is attached to it. */
interface Stored {
  readonly id: number;
  readonly owner_id: number;
  readonly access_key?: string;
}

const attachmentOf = (type: string, { id, owner_id: owner, access_key: key }: Stored) =>
  `${type}${owner}_${id}${key === undefined ? '' : `_${key}`}`;

/** Without the access key: as it can be found again. */
export const plainOf = (attachment: string) => /^[a-z]+-?\d+_\d+/.exec(attachment)?.[0] ?? attachment;

/**
 * Uploads what a post shows, in steps of which each is one file. The link comes last, as the network wants it; an address
 * there keeps what measures its clicks.
 */
export async function attach(call: Call, post: Post, poll?: string): Promise<readonly string[]> {
  const all: string[] = [];
  for (const [index, media] of post.media.entries()) {
    const { name, send } = uploads[media.kind];
    all.push(await call.step(`upload ${name} ${index + 1}`, () => freshly(() => send(call, post, media))));
  }
  if (post.format === 'POLL') all.push(poll ?? (await call.step('create poll', () => createPoll(call, post))));
  // A comma would end it in the list.
  if (post.link !== undefined) all.push(post.link.replaceAll(',', '%2C'));
  return all;
}

/** Addresses for uploads go stale, and their servers fail now and then: a second one is worth a try. */
async function freshly<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!hasCode(error, '22', '105', '118', '121', '129')) throw error;
    return run();
  }
}

type Send = (call: NetworkCall, post: Post, media: PublicationMedia) => Promise<string>;
const uploads: Readonly<Record<PublicationMedia['kind'], { readonly name: string; readonly send: Send }>> = {
  IMAGE: { name: 'photo', send: sendPhoto },
  ANIMATION: { name: 'document', send: sendDocument },
  VIDEO: { name: 'video', send: sendVideo },
  AUDIO: { name: 'document', send: sendDocument },
  DOCUMENT: { name: 'document', send: sendDocument },
};

interface UploadAddress {
  readonly upload_url: string;
}

interface SentPhoto {
  readonly server: number | string;
  readonly photo: string;
  readonly hash: string;
}

/** An upload server that takes no picture says so by an empty list. */
export async function uploadPhoto(call: NetworkCall, url: string, media: PublicationMedia): Promise<SentPhoto> {
  const sent = await upload<SentPhoto>(call, url, 'photo', media);
  if (typeof sent.photo === 'string' && sent.photo !== '' && sent.photo !== '[]') return sent;
  throw call.refuse({ kind: 'media_rejected', code: 'upload_refused', message: 'VK does not take this picture.' });
}

async function sendPhoto(call: NetworkCall, { channelId }: Post, media: PublicationMedia): Promise<string> {
  const parameters = { group_id: channelId };
  const { upload_url: url } = await ask<UploadAddress>(call, 'user', 'photos.getWallUploadServer', parameters);
  const { server, photo, hash } = await uploadPhoto(call, url, media);
  const saving = { ...parameters, server, photo, hash };
  const [saved] = await tell<readonly Stored[]>(call, 'user', 'photos.saveWallPhoto', saving);
  if (saved) return attachmentOf('photo', saved);
  throw call.refuse({ kind: 'media_rejected', code: 'upload_refused', message: 'VK has not kept the picture.' });
}

const longestName = 128;

async function sendVideo(call: NetworkCall, post: Post, media: PublicationMedia): Promise<string> {
  const [line = ''] = post.text.trim().split('\n');
  const name = Array.from(line).slice(0, longestName).join('').trim();
  const parameters = { group_id: post.channelId, wallpost: false, ...(name !== '' && { name }) };
  const made = await tell<UploadAddress & Omit<Stored, 'id'> & { video_id: number }>(
    call,
    'user',
    'video.save',
    parameters,
    'video uploads',
  );
  await upload(call, made.upload_url, 'video_file', media);
  return attachmentOf('video', { ...made, id: made.video_id });
}

async function sendDocument(call: NetworkCall, { channelId }: Post, media: PublicationMedia): Promise<string> {
  const holder = holderOf(call, 'key', 'user');
  const where = { group_id: channelId };
  const { upload_url: url } = await ask<UploadAddress>(call, holder, 'docs.getWallUploadServer', where);
  const { file } = await upload<{ file: string }>(call, url, 'file', media);
  const { doc } = await tell<{ doc: Stored }>(call, holder, 'docs.save', { file });
  return attachmentOf('doc', doc);
}

const secondsOf = (iso: string | undefined) => (iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000));

/** What a poll is made of, as `polls.create` takes it. */
export const pollOf = ({ channelId, options = {} }: Post) => ({
  owner_id: `-${channelId}`,
  question: options.pollQuestion,
  add_answers: JSON.stringify(options.pollAnswers),
  is_anonymous: options.pollAnonymous ?? false,
  is_multiple: options.pollMultiple ?? false,
  end_date: secondsOf(options.pollEndsAt),
});

const createPoll = async (call: NetworkCall, post: Post): Promise<string> =>
  attachmentOf('poll', await tell<Stored>(call, 'user', 'polls.create', pollOf(post)));

/** A post as `wall.post` and `wall.edit` both take it. */
export function contentOf(post: Post, attachments: readonly string[]) {
  const { channelId, options = {} } = post;
  return {
    owner_id: `-${channelId}`,
    message: messageOf(post),
    attachments,
    signed: options.signed ?? false,
    close_comments: options.closeComments ?? false,
    mark_as_ads: options.markAsAds ?? false,
    copyright: options.copyright,
    donut_paid_duration: options.donutPaidDuration,
  };
}

/** What only a new post can be told. */
export const beginningOf = ({ options = {} }: Post) => ({
  from_group: options.fromGroup ?? true,
  mute_notifications: options.muteNotifications,
  primary_attachments_mode: options.primaryAttachmentsMode,
  link_title: options.linkTitle,
  publish_date: secondsOf(options.publishAt),
});
