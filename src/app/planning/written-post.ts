import { type z } from 'zod';
import type { PostFormat } from '../../domain/planning/content.ts';
import type { LinkChanges } from '../../domain/planning/links.ts';
import { NotFound, parametersOf, type InputIssue } from '../../domain/shared/errors.ts';
import { isWebAddress } from '../../domain/shared/web-address.ts';
import type { ContentPrinciple } from '../../domain/strategy/principle.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { visibleChannels } from './visibility.ts';

interface MediaInput {
  readonly assetId: string;
  readonly altText?: string | null | undefined;
}

interface PartInput {
  readonly text: string;
  readonly media?: readonly MediaInput[] | null | undefined;
}

/** Undefined: stays as it is (in a new post: empty). Null: cleared, in a variant inherited. */
export interface ContentInput {
  /** What follows the first part of a thread. */
  readonly parts?: readonly PartInput[] | null | undefined;
  readonly text?: string | null | undefined;
  readonly link?: string | null | undefined;
  readonly media?: readonly MediaInput[] | null | undefined;
}

export interface VariantInput {
  readonly channelId: string;
  readonly format?: PostFormat | null | undefined;
  readonly content?: ContentInput | null | undefined;
  readonly firstComment?: string | null | undefined;
  /** The network's key and its options. */
  readonly options?: { readonly network: string; readonly value: unknown } | null | undefined;
}

/** What createPost and updatePost have in common. Undefined: stays as it is. Null: cleared. */
interface PostInput extends LinkChanges {
  readonly title?: string | null | undefined;
  readonly content?: ContentInput | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly principles?: readonly ContentPrinciple[] | null | undefined;
  readonly paidPartnership?: boolean | null | undefined;
  readonly gifted?: boolean | null | undefined;
  readonly aiGenerated?: boolean | null | undefined;
}

export interface CreatePostInput extends PostInput {
  readonly variants: readonly VariantInput[];
}

export interface UpdatePostInput extends PostInput {
  readonly postId: string;
  readonly expectedRevision?: number | null | undefined;
  /** Changes or adds these; others stay. */
  readonly variants?: readonly VariantInput[] | null | undefined;
  readonly removeChannelIds?: readonly string[] | null | undefined;
}

/** Every asset that content names, with its place in the input. */
const assetPlaces = (content: ContentInput | null | undefined, path: readonly string[]) =>
  [
    { media: content?.media, path },
    ...(content?.parts ?? []).map(({ media }, index) => ({ media, path: [...path, 'parts', String(index)] })),
  ].flatMap((part) =>
    (part.media ?? []).map(({ assetId }, at) => ({ assetId, path: [...part.path, 'media', String(at), 'assetId'] })),
  );

/** Ids in the input that are not there for this viewer: the first one is named with its place. */
export async function checkReferences(
  tx: Tx,
  ctx: Ctx,
  input: PostInput & { variants?: readonly VariantInput[] | null | undefined },
) {
  const variants = input.variants ?? [];
  const channels = await tx.channel.findMany({
    where: { ...visibleChannels(ctx.viewer), AND: { id: { in: variants.map(({ channelId }) => channelId) } } },
  });
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  const places = [
    ...assetPlaces(input.content, ['content']),
    ...variants.flatMap(({ content }, index) => assetPlaces(content, ['variants', String(index), 'content'])),
  ];
  const assets = await tx.mediaAsset.findMany({
    where: { workspaceId: ctx.viewer.workspaceId, id: { in: places.map(({ assetId }) => assetId) } },
    select: { id: true },
  });
  const known = new Set(assets.map(({ id }) => id));
  for (const [index, { channelId }] of variants.entries()) {
    if (!byId.has(channelId)) throw new NotFound('channel', ['variants', String(index), 'channelId']);
  }
  for (const { assetId, path } of places) if (!known.has(assetId)) throw new NotFound('media asset', path);
  return byId;
}

/** What the connector's own schema says of a variant's options. */
export function optionIssues(
  ctx: Ctx,
  variants: readonly VariantInput[],
  channels: ReadonlyMap<string, { readonly network: string }>,
): readonly InputIssue[] {
  return variants.flatMap((variant, index): InputIssue[] => {
    if (!variant.options) return [];
    const { network, value } = variant.options;
    const path = ['variants', String(index), 'options', network];
    const own = channels.get(variant.channelId)?.network;
    if (network !== own) {
      return [
        {
          code: 'OPTIONS_OF_OTHER_NETWORK',
          message: `The channel is on ${String(own)}, the options are for ${network}.`,
          path,
          parameters: parametersOf({ network: String(own), options: network }),
          fix: `Send options for ${String(own)}, or none.`,
        },
      ];
    }
    const parsed = ctx.networks.get(network)?.connector.options?.safeParse(value);
    return (parsed?.error?.issues ?? []).map((issue: z.core.$ZodIssue) => ({
      code: 'OPTION_INVALID',
      message: issue.message,
      path: [...path, ...issue.path.map(String)],
      parameters: [],
      fix: 'See the description of this option in the schema.',
    }));
  });
}

/** A link must be one that people can open. */
export function addressIssues(
  input: PostInput & { variants?: readonly VariantInput[] | null | undefined },
): readonly InputIssue[] {
  const links = [
    { link: input.content?.link, path: ['content', 'link'] },
    ...(input.variants ?? []).map(({ content }, index) => ({
      link: content?.link,
      path: ['variants', String(index), 'content', 'link'],
    })),
  ];
  return links.flatMap(({ link, path }) => {
    if (link === undefined || link === null || isWebAddress(link)) return [];
    return [
      {
        code: 'LINK_INVALID',
        message: `"${link}" is no web address.`,
        path,
        parameters: parametersOf({ link }),
        fix: 'Write it whole, beginning with https://.',
      },
    ];
  });
}
