import type { AccountCapabilities, FormatCapability, MessageAction } from '@polyphony/sdk';
import { capabilities } from './capabilities.ts';

// What an account may do depends on whose tokens there are and what they were granted, far more than on the network.

/** What the network said of an account's tokens. */
export interface Access {
  /** Rights of the community key; absent: there is none. */
  readonly key?: ReadonlySet<string>;
  /** Rights of the token of a user who is an editor or administrator of the community; absent: there is none. */
  readonly user?: ReadonlySet<string>;
  /** True: a service key can read the wall. */
  readonly service: boolean;
  /** True: the user's token is one of VK ID. */
  readonly vkId: boolean;
}

const keyBits = { stories: 1, photos: 4, messages: 4_096, wall: 8_192, docs: 131_072, manage: 262_144 };
const userBits = {
  photos: 4,
  video: 16,
  stories: 64,
  wall: 8_192,
  docs: 131_072,
  groups: 262_144,
  stats: 1_048_576,
};

const rightsIn = (bits: Readonly<Record<string, number>>, mask: number): ReadonlySet<string> =>
  new Set(Object.keys(bits).filter((name) => (mask & (bits[name] ?? 0)) !== 0));
export const keyRights = (mask: number) => rightsIn(keyBits, mask);
export const userRights = (mask: number) => rightsIn(userBits, mask);

const why: Readonly<Record<string, string>> = {
  wall: 'To publish posts, and to change and answer what is on the wall.',
  photos: 'To upload pictures.',
  video: 'To upload videos.',
  stories: 'To publish stories.',
  docs: 'To attach documents.',
  stats: 'To read the statistics.',
  messages: 'To read and answer messages to the community.',
  manage: 'To be told of comments and messages at once, and to change the description.',
  groups: 'To find the communities that you manage.',
};
const scopesOf = (bits: object, prefix = '') =>
  Object.keys(bits).map((name) => ({ name: `${prefix}${name}`, why: why[name] ?? '' }));

/** Of a community key, and of a user token beside it. */
export const pastedScopes = [...scopesOf(keyBits), ...scopesOf(userBits, 'user:')];
export const vkIdScopes = scopesOf(userBits);

export function missingScopesOf({ key, user }: Access): readonly string[] {
  const granted = [...(key ?? []), ...[...(user ?? [])].map((name) => (key ? `user:${name}` : name))];
  return (key ? pastedScopes : vkIdScopes).map(({ name }) => name).filter((name) => !granted.includes(name));
}

export function tierOf({ key, user, service, vkId }: Access): string {
  if (!key) return vkId ? 'VK ID token' : 'user token';
  if (user) return 'community key with user token';
  return service ? 'community key with service key' : 'community key';
}

/** As {@link Capabilities}, of this account alone. Mirrors whose token each call is made with. */
export function capabilitiesOf(access: Access): Required<AccountCapabilities> {
  const { key, user } = access;
  const users = (right: string) => user?.has(right) ?? false;
  /** By the community key where there is one, else by the user's token. */
  const either = (right: string, usersRight = right) => (key ? key.has(right) : users(usersRight));
  const posts = either('wall');
  const manages = either('manage', 'groups');
  const reads = user !== undefined || access.service;

  const may = {
    IMAGE: posts && users('photos'),
    VIDEO: posts && users('video'),
    DOCUMENT: posts && either('docs'),
    STORY: either('stories'),
  };
  const withheld = [...(reads ? [] : ['publishAt']), ...(users('wall') ? [] : ['signed'])];
  const formats = capabilities.formats.flatMap((format: FormatCapability): FormatCapability[] => {
    if (format.format === 'STORY') return may.STORY ? [format] : [];
    const media = format.media.filter(({ kind }) => kind !== 'ANIMATION' && kind !== 'AUDIO' && may[kind]);
    const hasMedia = format.media.every(({ kind }) => kind === 'DOCUMENT') || media.length > 0;
    const possible = format.format === 'POLL' ? users('wall') : hasMedia;
    if (!posts || !possible) return [];
    const only = format.options?.only?.filter((name) => !withheld.includes(name));
    return [{ ...format, media, options: { ...format.options, ...(only && { only }) } }];
  });

  const [channel, publication, audience] = capabilities.insights;
  const reach = publication.metrics.filter(({ nativeName }) => !nativeName.endsWith('.count'));
  const counters = publication.metrics.filter((metric) => !reach.includes(metric));
  const publicationMetrics = [...(reads ? counters : []), ...(users('stats') ? reach : [])];
  const stats = users('stats');

  const comments = reads || manages;
  const direct = key?.has('messages') ?? false;
  // What is offered must work in comments and messages alike, as far as there are both.
  const everywhere = (ofComments: boolean) => (comments ? ofComments : direct);
  const actions: readonly (MessageAction | false)[] = [
    everywhere(posts) && 'REPLY',
    comments && users('wall') && 'LIKE',
    comments && users('wall') && 'UNLIKE',
    everywhere(users('wall')) && 'DELETE',
  ];

  const looks = capabilities.profile.fields.filter((field) => {
    if (field === 'avatar') return users('photos');
    return field === 'header' ? either('photos') : manages;
  });

  return {
    formats,
    actions: users('wall') ? capabilities.actions : [],
    insights: [
      stats ? channel : { scope: 'CHANNEL', metrics: channel.metrics.slice(0, 1) },
      ...(publicationMetrics.length > 0 ? [{ ...publication, metrics: publicationMetrics }] : []),
      ...(stats ? [audience] : []),
    ],
    engagement: {
      kinds: [...(comments ? (['COMMENTS'] as const) : []), ...(direct ? (['DIRECT'] as const) : [])],
      actions: actions.filter((action) => action !== false),
      live: manages,
    },
    profile: { ...capabilities.profile, fields: looks },
  };
}
