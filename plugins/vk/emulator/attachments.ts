import { badParameter, Refusal } from './refusals.ts';
import type { State } from './state.ts';
import { docView, linkView, photoView, pollView, videoView } from './views.ts';
import type { World } from './method.ts';

/** What is attached to a post or comment. */
export type Attachment =
  | { readonly type: 'link'; readonly url: string }
  | {
      readonly type: 'photo' | 'video' | 'doc' | 'poll';
      readonly key: string;
      readonly accessKey?: string | undefined;
    };

const reference = /^(photo|video|doc|poll)(-?\d+_\d+)(?:_([\da-zA-Z]+))?$/;
/** Addresses on which the network lays a ban. */
const banned = /^https?:\/\/banned\.example(\/|$)/;

export const isBanned = (url: string): boolean => banned.test(url);

export function readAttachment(text: string): Attachment {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return { type: 'link', url: text };
  const [, type, key = '', accessKey] = reference.exec(text) ?? [];
  if (type === 'photo' || type === 'video' || type === 'doc' || type === 'poll') return { type, key, accessKey };
  throw badParameter(`attachments: ${text} is no attachment`);
}

/** Reads what is asked for, and holds it to what a post may carry. */
export function readAttachments(texts: readonly string[], text: string, state: State): readonly Attachment[] {
  const attachments = texts.map(readAttachment);
  const count = (...types: readonly string[]) => attachments.filter(({ type }) => types.includes(type)).length;
  if (count('photo', 'video') > 10) throw badParameter('attachments: there are more than 10 photos and videos');
  if (count('link') > 1) throw badParameter('attachments: there is more than one link');
  if (count('doc') > 1) throw badParameter('attachments: there is more than one document');
  if (count('poll') > 1) throw badParameter('attachments: there is more than one poll');
  if (count('poll') === attachments.length && attachments.length > 0 && text === '') {
    throw badParameter('attachments: a poll can not be the only attachment');
  }
  for (const attachment of attachments) assertThere(attachment, state);
  return attachments;
}

function assertThere(attachment: Attachment, state: State): void {
  if (attachment.type === 'link') {
    if (isBanned(attachment.url)) throw new Refusal(222);
    return;
  }
  const found = state.get(attachment.type, attachment.key);
  if (!found) throw badParameter(`attachments: ${attachment.type}${attachment.key} is not found`);
  if (attachment.accessKey !== undefined && 'accessKey' in found && found.accessKey !== attachment.accessKey) {
    throw badParameter(`attachments: the access key of ${attachment.type}${attachment.key} is wrong`);
  }
}

/** As a post carries it. */
export function attachmentView(attachment: Attachment, world: World) {
  const { state } = world;
  if (attachment.type === 'link') return { type: 'link', link: linkView(attachment.url) };
  const { type, key } = attachment;
  switch (type) {
    case 'photo': {
      const photo = state.get('photo', key);
      return photo && { type, photo: photoView(photo, world) };
    }
    case 'video': {
      const video = state.get('video', key);
      return video && { type, video: videoView(video, world) };
    }
    case 'doc': {
      const doc = state.get('doc', key);
      return doc && { type, doc: docView(doc, world) };
    }
    case 'poll': {
      const poll = state.get('poll', key);
      return poll && { type, poll: pollView(poll, world) };
    }
  }
}
