import type { ChannelProfile as ProfileShape } from '@polyphony/sdk';
import { profileOf } from '../../app/workspace/look.ts';
import { updateChannelProfiles, type LookResult } from '../../app/workspace/profile.ts';
import { NotFound, ValidationFailed } from '../../domain/shared/errors.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { ErrorInterface, plainError, resultOf } from '../errors.ts';
import { nobody, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { BulkOutcome } from '../publishing/bulk.ts';
import { Channel } from './channel.ts';

/** What networks tell is shown where it is an address at all. */
const addressOf = (value: string | undefined) => (value !== undefined && URL.canParse(value) ? value : null);

const ChannelProfile = builder.objectRef<ProfileShape>('ChannelProfile').implement({
  description: 'How an account presents itself, as its network said it last.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    displayName: t.exposeString('displayName', { nullable: true, description: 'Its name; null: not told.' }),
    bio: t.exposeString('bio', { nullable: true, description: 'What it says about itself; null: not told.' }),
    avatarUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Its picture; null: none, or not told.',
      resolve: ({ avatarUrl }) => addressOf(avatarUrl),
    }),
    headerUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The picture at its head; null: none, or not told.',
      resolve: ({ headerUrl }) => addressOf(headerUrl),
    }),
    link: t.field({
      type: 'URL',
      nullable: true,
      description: 'Its link; null: none, or not told.',
      resolve: ({ link }) => addressOf(link),
    }),
  }),
});

builder.prismaObjectField('Channel', 'profile', (t) =>
  t.field({
    type: ChannelProfile,
    description: 'How it presents itself.',
    select: { name: true, avatarUrl: true, profile: true },
    resolve: ({ name, avatarUrl, ...channel }) => ({
      displayName: name,
      ...(avatarUrl !== null && { avatarUrl }),
      ...profileOf(channel),
    }),
  }),
);

const ChannelProfileResult = builder.objectRef<LookResult>('ChannelProfileResult').implement({
  description: 'What became of one channel.',
  extensions: access('MANAGE_CHANNELS'),
  fields: (t) => ({
    channel: t.prismaField({
      type: Channel,
      nullable: true,
      description: 'The channel; null: there is none for this viewer.',
      resolve: (query, { channelId, problem }, _, { shell }) =>
        shell.db.prisma.channel.findUnique({
          ...query,
          where: { id: problem instanceof NotFound ? nobody : channelId },
        }),
    }),
    outcome: t.field({
      type: BulkOutcome,
      description: 'DONE: what its network lets anybody change is changed. FAILED: nothing is.',
      resolve: ({ changed }) => (changed ? 'DONE' : 'FAILED'),
    }),
    problem: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'What was not changed, and why; null: everything was.',
      resolve: ({ problem }) => problem && plainError(problem),
    }),
  }),
});

const UpdateChannelProfilesSuccess = builder
  .objectRef<{ readonly results: readonly LookResult[] }>('UpdateChannelProfilesSuccess')
  .implement({
    description: 'Each channel has a result of its own.',
    extensions: access('MANAGE_CHANNELS'),
    fields: (t) => ({
      results: t.field({
        type: [ChannelProfileResult],
        description: 'One for each, in the order asked.',
        resolve: ({ results }) => [...results],
      }),
    }),
  });

const ChannelProfileInput = builder.inputType('ChannelProfileInput', {
  description: 'How accounts are to present themselves. What is absent stays.',
  fields: (t) => ({
    displayName: t.string({ description: 'Their name.' }),
    bio: t.string({ description: 'What they say about themselves; empty: nothing any more.' }),
    avatarAssetId: t.id({ description: 'Their picture, from the media library.' }),
    headerAssetId: t.id({ description: 'The picture at their head, from the media library.' }),
    link: t.string({ description: 'Their link, a web address; empty: none any more.' }),
  }),
});

/** Most at once. */
const maxChannels = 100;

const UpdateChannelProfilesInput = mutationInput('updateChannelProfiles', (t) => ({
  channelIds: t.idList({ required: true, description: `The channels, at most ${String(maxChannels)}.` }),
  profile: t.field({ type: ChannelProfileInput, required: true, description: 'The look.' }),
}));

builder.mutationField('updateChannelProfiles', (t) =>
  t.field({
    type: UpdateChannelProfilesSuccess,
    description:
      'Gives several channels one look. What a network does not let anybody change is left out there, and said; a text or picture that it would not take leaves that channel as it is.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: UpdateChannelProfilesInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateChannelProfiles', []),
    resolve: async (_, { input }, context) => {
      const { channelIds, profile } = input;
      if (channelIds.length > maxChannels) {
        const issue = {
          code: 'TOO_MANY',
          message: `At most ${String(maxChannels)} channels are changed at once.`,
          path: ['channelIds'],
          parameters: [],
          fix: 'Send them in several calls.',
        };
        throw new ValidationFailed([issue]);
      }
      const assetOf = (id: string | number | bigint | null | undefined) =>
        id === null || id === undefined ? null : rowId('MediaAsset', String(id));
      const results = await updateChannelProfiles(ctxOf(context), {
        idempotencyKey: keyOf(input),
        channelIds: channelIds.map((id) => rowId('Channel', id)),
        profile: {
          displayName: profile.displayName ?? null,
          bio: profile.bio ?? null,
          link: profile.link ?? null,
          avatarAssetId: assetOf(profile.avatarAssetId),
          headerAssetId: assetOf(profile.headerAssetId),
        },
      });
      return { results };
    },
  }),
);
