import type { EmulatedMessage, EmulatorControl } from '@polyphony/sdk/emulator';
import type { Happening } from './audience.ts';
import { crowd, happeningOf } from './crowd.ts';
import { lookAt, postCollection, rootOf, subjectOf, threadOf, type AppContext, type Index } from './happenings.ts';
import { textOf } from './post-content.ts';
import { partsOf } from './state.ts';
import { countNames, isLiked, isOfCrowd } from './views.ts';

/** What somebody does because a test wants it, now. */
export interface Reaction {
  readonly kind: 'like' | 'repost' | 'reply' | 'quote' | 'mention';
  /** DID of the account that it concerns. */
  readonly account: string;
  /** Address of the post; absent: the newest of the account, or none for a mention. */
  readonly post?: string;
  readonly text?: string;
}

export type AudienceControl = Required<Pick<EmulatorControl, 'talk' | 'messages' | 'count' | 'withhold'>> & {
  react(reaction: Reaction): Promise<{ readonly id: string }>;
};

export function audienceControl(index: Index): AudienceControl {
  async function react({ kind, account, post, text = '' }: Reaction) {
    index.accounts.add(account);
    const { repositories, now } = lookAt(index);
    const newest = async () =>
      (await repositories.records(account, postCollection)).findLast(
        ({ value, removedAt }) => removedAt === undefined && !threadOf(value),
      );
    const subject =
      post !== undefined ? await repositories.record(post) : kind === 'mention' ? undefined : await newest();
    if (!subject && kind !== 'mention') throw new Error(`${account} has no post ${post ?? 'at all'}`);
    const by = crowd[index.audience.happenings.length % crowd.length];
    if (!by) throw new Error('nobody is there');
    const happening = happeningOf({
      kind,
      account,
      subject: subject && subjectOf(subject),
      by,
      at: now().getTime(),
      text,
    });
    index.audience.happen(happening);
    return { id: happening.uri };
  }

  return {
    react,
    async talk({ account, kind, text, post }) {
      if (kind !== 'COMMENTS' && kind !== 'MENTION') throw new Error(`nobody can say anything in ${kind} here`);
      const how = kind === 'COMMENTS' ? 'reply' : post === undefined ? 'mention' : 'quote';
      return react({ kind: how, account, text, ...(post !== undefined && { post }) });
    },
    async messages() {
      const app = lookAt(index);
      const said = (await app.happenings.all()).filter(({ record }) => record.$type === postCollection);
      const theirs = await Promise.all(
        said.map(async (one) => ({ at: one.at, message: await theirMessage(one, app) })),
      );
      return [...theirs, ...(await ourMessages(app))].sort((a, b) => a.at - b.at).map(({ message }) => message);
    },
    async count(counted) {
      if (!isCountName(counted.name)) throw new Error(`nothing is called ${counted.name} here`);
      index.audience.count(counted);
    },
    withhold: async (name) => index.audience.withhold(name),
  };
}

const isCountName = (name: string) => countNames.some((known) => known === name);

async function theirMessage(happening: Happening, app: AppContext): Promise<EmulatedMessage> {
  const { uri, account, kind, record, subject } = happening;
  const gate = await app.happenings.gateOf(rootOf({ uri, value: { $type: postCollection, ...record } }));
  return {
    id: uri,
    account,
    kind: kind === 'reply' ? 'COMMENTS' : 'MENTION',
    text: textOf(record),
    replyTo: kind === 'reply' ? subject : undefined,
    ours: false,
    hidden: gate?.hidden.includes(uri) ?? false,
    liked: await isLiked(account, uri, app),
  };
}

/** What the accounts answered to somebody. */
async function ourMessages({ happenings, repositories }: AppContext) {
  const messages: { readonly at: number; readonly message: EmulatedMessage }[] = [];
  for (const account of happenings.accounts) {
    for (const { uri, value, at, removedAt } of await repositories.records(account, postCollection)) {
      const replyTo = threadOf(value)?.parent.uri;
      if (removedAt !== undefined || replyTo === undefined || !isOfCrowd(partsOf(replyTo).did)) continue;
      const message = { id: uri, account, text: textOf(value), replyTo, ours: true, hidden: false, liked: false };
      messages.push({ at: Date.parse(at), message: { ...message, kind: 'COMMENTS' } });
    }
  }
  return messages;
}
