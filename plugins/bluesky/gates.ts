import type { NetworkCall } from '@polyphony/sdk';
import { updateRecord, uriOf, type Place } from './client.ts';
import type { BlueskyPostOptions } from './options.ts';

/** Who may reply to a thread, or quote a post. Has the record key of its post. */
interface Gate {
  readonly post: string;
  readonly createdAt: string;
  /** Of a threadgate. Absent: everybody may reply; empty: nobody. */
  readonly allow?: readonly object[];
  /** Of a threadgate: addresses. */
  readonly hiddenReplies?: readonly string[];
  /** Of a postgate. Empty: everybody may quote. */
  readonly embeddingRules?: readonly object[];
}

const threadgate = 'app.bsky.feed.threadgate';
const postgate = 'app.bsky.feed.postgate';
export const gateCollections = [threadgate, postgate] as const;

const repliesOf = {
  FOLLOWERS: [{ $type: `${threadgate}#followerRule` }],
  FOLLOWED: [{ $type: `${threadgate}#followingRule` }],
  MENTIONED: [{ $type: `${threadgate}#mentionRule` }],
  NOBODY: [],
  EVERYONE: undefined,
} as const;
const noQuotes = [{ $type: `${postgate}#disableRule` }];

/** The gates that a new post needs. Replies are a matter of the root alone. */
export function gatesOf(options: BlueskyPostOptions = {}, post: Place, isRoot: boolean, createdAt: string) {
  const allow = isRoot ? repliesOf[options.replies ?? 'EVERYONE'] : undefined;
  const gate: Gate = { post: uriOf(post), createdAt };
  return [
    ...(allow ? [{ place: { ...post, collection: threadgate }, record: { ...gate, allow } }] : []),
    ...(options.quotes === false
      ? [{ place: { ...post, collection: postgate }, record: { ...gate, embeddingRules: noQuotes } }]
      : []),
  ];
}

/** Leaves a gate alone that is not there and need not be, and keeps what else stands in it. */
const changeGate = (
  call: NetworkCall,
  post: Place,
  collection: (typeof gateCollections)[number],
  change: (old: Partial<Gate>) => Partial<Gate> | undefined,
) =>
  updateRecord<Gate>(call, { ...post, collection }, (old) => {
    const { post: uri = uriOf(post), createdAt = call.now().toISOString(), ...rest } = old ?? {};
    const changed = change(rest);
    return changed && { ...changed, post: uri, createdAt };
  });

export const setReplies = (call: NetworkCall, root: Place, replies: BlueskyPostOptions['replies'] = 'EVERYONE') =>
  changeGate(call, root, threadgate, ({ allow: old, ...rest }) => {
    const allow = repliesOf[replies];
    return (old ?? allow) ? { ...rest, ...(allow && { allow }) } : undefined;
  });

export const setQuotes = (call: NetworkCall, post: Place, quotes = true) =>
  changeGate(call, post, postgate, (old) =>
    (old.embeddingRules ?? !quotes) ? { ...old, embeddingRules: quotes ? [] : noQuotes } : undefined,
  );

export const setHidden = (call: NetworkCall, root: Place, reply: string, hide: boolean) =>
  changeGate(call, root, threadgate, ({ hiddenReplies: old = [], ...rest }) => {
    if (old.includes(reply) === hide) return undefined;
    return { ...rest, hiddenReplies: hide ? [...old, reply] : old.filter((one) => one !== reply) };
  });
