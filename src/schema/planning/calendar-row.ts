import { formatOf, resolveVariant, type Content, type Variant } from '../../domain/planning/content.ts';
import { rulesOfCampaign, type UtmRules } from '../../domain/campaigns/utm.ts';
import { carries } from '../carried.ts';
import type { GraphContext } from '../context.ts';
import { encodeGlobalID } from '../ids.ts';
import { ApiToken, brand, Member } from '../workspace/actor.ts';
import { networkOf } from '../workspace/network.ts';
import type { CalendarRows, MediaRow, PostRow, VariantRow } from './calendar.sql.ts';
import { thumbnailOf } from './thumbnail.ts';

/** A channel as a calendar shows it. */
export interface CalendarChannel {
  readonly rowId: string;
  readonly key: string;
  readonly carried: object;
}

export interface CalendarVariant {
  readonly channel: CalendarChannel;
  /** Milliseconds; null: when the post goes out. */
  readonly at: number | null;
  readonly text: string | null;
}

/** A post as a calendar shows it. */
export interface CalendarPostRow {
  readonly rowId: string;
  readonly state: PostRow[2];
  /** Milliseconds. */
  readonly at: number | null;
  readonly variants: readonly CalendarVariant[];
  readonly carried: object;
}

interface Asset {
  readonly [carries]: true;
  readonly rowId: string;
  readonly accessKey: string | null;
  readonly kind: MediaRow[5];
}

/** Shared by all: what differs is `this`. */
function assetThumbnail(this: Asset, { width }: { readonly width: number }, context: GraphContext): string | null {
  return thumbnailOf(context, { id: this.rowId, accessKey: this.accessKey, kind: this.kind }, width);
}

interface Media {
  readonly part: number;
  readonly kind: MediaRow[5];
  readonly carried: object;
}

const mediaOf = ([, , part, altText, id, kind, accessKey, assetAltText]: MediaRow): Media => ({
  part,
  kind,
  carried: {
    [carries]: true,
    asset: {
      [carries]: true,
      rowId: id,
      id: encodeGlobalID('MediaAsset', id),
      kind,
      altText: assetAltText,
      accessKey,
      thumbnailUrl: assetThumbnail,
    },
    altText: altText ?? assetAltText,
  },
});

const none: readonly never[] = [];
const ofPart = (media: readonly Media[], part: number) => {
  const found: object[] = [];
  for (const each of media) if (each.part === part) found.push(each.carried);
  return found;
};

/** What the rules of content need to know of media. */
const plainMedia = (media: readonly Media[], part: number): Content['media'] =>
  media
    .filter((each) => each.part === part)
    .map(({ kind }) => ({ assetId: '', kind, mimeType: '', byteSize: 0, altText: null }));

const withParts = (texts: readonly string[], media: readonly Media[]): Content['parts'] =>
  texts.map((text, index) => ({ text, media: plainMedia(media, index + 1) }));

interface Source {
  readonly text: string | null;
  readonly link: string | null;
  readonly parts: readonly string[] | null;
  readonly media: readonly Media[];
}

/** Objects of rows: everything of one calendar, those that several posts share once. */
export function calendarObjects(rows: CalendarRows, { shell }: GraphContext) {
  const channels = new Map<string, CalendarChannel & { readonly name: string; readonly handle: string | null }>();
  for (const [id, name, key, handle] of rows.channels ?? none) {
    const network = networkOf(shell.networks, key);
    const carried = { [carries]: true, id: encodeGlobalID('Channel', id), name, handle, network };
    channels.set(id, { rowId: id, key, name, handle, carried });
  }
  const pillars = new Map(
    (rows.pillars ?? none).map(([id, name, color]) => [
      id,
      { [carries]: true, id: encodeGlobalID('Pillar', id), name, color },
    ]),
  );
  const campaigns = new Map(
    (rows.campaigns ?? none).map(([id, name, source, medium, campaign, term, content]) => [
      id,
      {
        carried: { [carries]: true, id: encodeGlobalID('Campaign', id), name },
        utm: rulesOfCampaign({ source, medium, campaign, term, content }, name),
      },
    ]),
  );
  const person = (id: string, displayName: string) => ({ [carries]: true, id, displayName, avatarUrl: null });
  const members = new Map(
    (rows.members ?? none).map(([id, name]) => [id, brand(person(encodeGlobalID('Member', id), name), Member)]),
  );
  const tokens = new Map(
    (rows.tokens ?? none).map(([id, name]) => [id, brand(person(encodeGlobalID('ApiToken', id), name), ApiToken)]),
  );

  const variantsOf = groupBy(rows.variants ?? none, ([post]) => post);
  const mediaOfPost = groupBy(rows.media ?? none, ([post]) => post);

  /** The format, text, link and parts of a variant, as the domain resolves them. */
  function contentOf(post: Source, own: VariantRow, ownMedia: readonly Media[], rules: UtmRules | null) {
    const [, channelId, format, text, link, parts, overrides] = own;
    const channel = channels.get(channelId);
    const media = overrides ? ownMedia : post.media;
    const further = parts === null ? post.media : ownMedia;
    if (rules === null && parts === null && post.parts === null) {
      // Most posts are so; of the rules only the format remains.
      const finalLink = link ?? post.link;
      const shown = media.length === 0 ? null : ofPart(media, 0);
      return {
        format: format ?? formatOf({ media: media.filter((each) => each.part === 0), link: finalLink, parts: none }),
        text: text ?? post.text,
        link: finalLink,
        media: shown ?? [],
        parts: none,
      };
    }
    const variant: Variant = {
      channelId,
      format,
      text,
      link,
      media: overrides ? plainMedia(ownMedia, 0) : null,
      parts: parts === null ? null : withParts(parts, ownMedia),
      firstComment: null,
      options: null,
    };
    const inherited: Content = {
      text: post.text,
      link: post.link,
      media: plainMedia(post.media, 0),
      parts: withParts(post.parts ?? none, post.media),
    };
    const resolved = resolveVariant(
      inherited,
      variant,
      channel === undefined
        ? null
        : { rules, channel: { network: channel.key, handle: channel.handle, name: channel.name } },
    );
    return {
      format: resolved.format,
      text: resolved.content.text,
      link: resolved.content.link,
      media: ofPart(media, 0),
      parts: resolved.content.parts.map((part, index) => ({
        [carries]: true,
        text: part.text,
        media: ofPart(further, index + 1),
      })),
    };
  }

  let variantNumber = 0;
  const posts = (rows.posts ?? none).map((row, index): CalendarPostRow => {
    const [id, title, state, revision, text, link, parts, at, pillarId, campaignId, memberId, tokenId] = row;
    const ownRows = mediaOfPost.get(index + 1) ?? none;
    const shared: Media[] = [];
    const own = new Map<number, Media[]>();
    for (const each of ownRows) {
      const [, variant] = each;
      if (variant === null) shared.push(mediaOf(each));
      else (own.get(variant) ?? setIn(own, variant, [])).push(mediaOf(each));
    }
    const source: Source = { text, link, parts, media: shared };
    const campaign = campaignId === null ? undefined : campaigns.get(campaignId);
    const variants: CalendarVariant[] = [];
    const carried: object[] = [];
    for (const variant of variantsOf.get(index + 1) ?? none) {
      variantNumber += 1;
      const channel = channels.get(variant[1]);
      if (channel === undefined) continue;
      const content = contentOf(source, variant, own.get(variantNumber) ?? none, campaign?.utm ?? null);
      variants.push({ channel, at: variant[7], text: content.text });
      carried.push({
        [carries]: true,
        format: content.format,
        channel: channel.carried,
        content: {
          [carries]: true,
          text: content.text,
          link: content.link,
          media: content.media,
          parts: content.parts,
        },
      });
    }
    return {
      rowId: id,
      state,
      at,
      variants,
      carried: {
        [carries]: true,
        id: encodeGlobalID('Post', id),
        title,
        state,
        revision,
        pillar: pillarId === null ? null : (pillars.get(pillarId) ?? null),
        campaign: campaign?.carried ?? null,
        author:
          memberId !== null ? (members.get(memberId) ?? null) : tokenId !== null ? (tokens.get(tokenId) ?? null) : null,
        approval: null,
        variants: carried,
      },
    };
  });
  return { posts, channels };
}

function setIn<Value>(map: Map<number, Value>, key: number, value: Value): Value {
  map.set(key, value);
  return value;
}

/** Rows that come in order, by what they belong to. */
function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
