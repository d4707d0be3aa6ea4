import { Prisma } from '../../generated/prisma/client.ts';
import { calendarBounds } from '../../domain/planning/calendar.ts';
import type { MediaKind, PostFormat } from '../../domain/planning/content.ts';
import type { Weekday } from '../../domain/planning/slot.ts';
import { postVisibility, type Viewer } from '../../domain/workspace/permission.ts';
import type { PostState } from '../../generated/prisma/client.ts';
import { visiblePostsSql } from '../../app/planning/visibility.ts';
import type { PrismaClient } from '../../infra/db.ts';
import { named } from '../../infra/named.ts';

/** Rows are lists: their names, repeated a thousand times, would be most of the answer. Instants are milliseconds. */
export interface CalendarRows {
  readonly posts: readonly PostRow[] | null;
  readonly variants: readonly VariantRow[] | null;
  readonly media: readonly MediaRow[] | null;
  readonly channels: readonly ChannelRow[] | null;
  readonly pillars: readonly (readonly [id: string, name: string, color: string | null])[] | null;
  readonly campaigns: readonly CampaignRow[] | null;
  readonly members: readonly (readonly [id: string, displayName: string])[] | null;
  readonly tokens: readonly (readonly [id: string, name: string])[] | null;
  readonly edges: readonly (readonly [id: string, name: string, from: string, to: string])[] | null;
  readonly occasions: readonly (readonly [id: string, name: string, from: string, to: string])[] | null;
  readonly slots: readonly SlotRow[] | null;
  /** As {@link bookingKey} has them. */
  readonly booked: readonly (readonly [slotId: string, on: string])[] | null;
  /** Where posts stand that the viewer does not see; null: they see all. */
  readonly standing: readonly (readonly [channelId: string, at: number])[] | null;
}

export type PostRow = readonly [
  id: string,
  title: string | null,
  state: PostState,
  revision: number,
  text: string | null,
  link: string | null,
  parts: readonly string[] | null,
  at: number | null,
  pillarId: string | null,
  campaignId: string | null,
  memberId: string | null,
  tokenId: string | null,
];
/** `post`: its place among the posts, from 1. */
export type VariantRow = readonly [
  post: number,
  channelId: string,
  format: PostFormat | null,
  text: string | null,
  link: string | null,
  parts: readonly string[] | null,
  ownMedia: boolean,
  at: number | null,
];
/** `variant`: its place among the variants, from 1; null: of the post itself. */
export type MediaRow = readonly [
  post: number,
  variant: number | null,
  part: number,
  altText: string | null,
  assetId: string,
  kind: MediaKind,
  accessKey: string | null,
  assetAltText: string | null,
];
export type ChannelRow = readonly [id: string, name: string, network: string, handle: string | null];
export type CampaignRow = readonly [
  id: string,
  name: string,
  source: string | null,
  medium: string | null,
  campaign: string | null,
  term: string | null,
  content: string | null,
];
export type SlotRow = readonly [id: string, channelId: string, weekday: Weekday, localTime: string, timeZone: string];

/** What of a calendar is read. */
export interface CalendarQuery {
  readonly viewer: Viewer;
  /** Instants, the second not included. */
  readonly from: Date;
  readonly until: Date;
  /** Days, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
}

const ms = (column: string) => Prisma.raw(`(extract(epoch from ${column}) * 1000)::bigint`);

/** Whatever a calendar shows, in one statement. One post more than the bound tells that there are too many. */
export async function readCalendar(prisma: PrismaClient, query: CalendarQuery): Promise<CalendarRows> {
  const { viewer, from, until, firstDay, lastDay } = query;
  const { workspaceId, channelScope } = viewer;
  const scope = (column: string) =>
    channelScope === null ? Prisma.empty : Prisma.sql`and ${Prisma.raw(column)} = any(${[...channelScope]}::uuid[])`;
  const seesAll = channelScope === null && postVisibility(viewer) === 'ALL';
  const standing = seesAll
    ? Prisma.sql`null::json`
    : Prisma.sql`(
        select json_agg(json_build_array(v.channel_id, ${ms('coalesce(v.scheduled_at, o.scheduled_at)')}))
        from posts o join post_variants v on v.post_id = o.id
        where o.workspace_id = ${workspaceId}::uuid and o.state not in ('CANCELLED', 'ARCHIVED') ${scope('v.channel_id')}
          and (o.scheduled_at >= ${from} and o.scheduled_at < ${until}
            or o.id in (select d.post_id from post_variants d where d.scheduled_at >= ${from} and d.scheduled_at < ${until})))`;
  const [row] = await prisma.$queryRaw<{ readonly answer: string }[]>(named`
    with found as materialized (
      select id from posts where workspace_id = ${workspaceId}::uuid and scheduled_at >= ${from} and scheduled_at < ${until}
      union
      select post_id from post_variants v where v.scheduled_at >= ${from} and v.scheduled_at < ${until} ${scope('v.channel_id')}
    ),
    p as materialized (
      select row_number() over (order by p.scheduled_at, p.id) as n, p.id, p.title, p.state, p.revision, p.text, p.link,
        p.parts, p.scheduled_at, p.pillar_id, p.campaign_id, p.author_member_id, p.author_token_id
      from found join posts p on p.id = found.id where ${visiblePostsSql(viewer)}
      order by n limit ${calendarBounds.posts + 1}
    ),
    v as materialized (
      select row_number() over (order by p.n, v.position) as n, p.n as post, v.*
      from p join post_variants v on v.post_id = p.id ${scope('v.channel_id')}
    ),
    slot as materialized (
      select s.* from slots s join channels c on c.id = s.channel_id
      where c.workspace_id = ${workspaceId}::uuid and c.status <> 'DISCONNECTED' ${scope('c.id')}
    )
    select json_build_object(
      'posts', (
        select json_agg(json_build_array(id, title, state, revision, text, link, case when parts <> '{}' then parts end,
          ${ms('scheduled_at')}, pillar_id, campaign_id, author_member_id, author_token_id) order by n)
        from p),
      'variants', (
        select json_agg(json_build_array(post, channel_id, format, text, link, case when parts_override then parts end,
          media_overrides, ${ms('scheduled_at')}) order by n)
        from v),
      'media', (
        select json_agg(json_build_array(p.n, v.n, m.part, m.alt_text, a.id, a.kind, a.access_key, a.alt_text)
          order by p.n, m.part, m.position)
        from p join post_media m on m.post_id = p.id join media_assets a on a.id = m.asset_id
          left join v on v.id = m.variant_id
        where m.variant_id is null or v.n is not null),
      'channels', (
        select json_agg(json_build_array(id, name, network, handle))
        from channels c where workspace_id = ${workspaceId}::uuid ${scope('c.id')}),
      'pillars', (
        select json_agg(json_build_array(id, name, color)) from pillars where id in (select pillar_id from p)),
      'campaigns', (
        select json_agg(json_build_array(id, name, utm_source, utm_medium, utm_campaign, utm_term, utm_content))
        from campaigns where id in (select campaign_id from p)),
      'members', (
        select json_agg(json_build_array(m.id, e.display_name))
        from members m join people e on e.id = m.person_id where m.id in (select author_member_id from p)),
      'tokens', (
        select json_agg(json_build_array(id, name)) from api_tokens where id in (select author_token_id from p)),
      'edges', (
        select json_agg(json_build_array(id, name, period_from, period_to) order by period_from, id)
        from campaigns
        where workspace_id = ${workspaceId}::uuid and state <> 'CANCELLED' and (
          period_from between ${firstDay}::date and ${lastDay}::date or period_to between ${firstDay}::date and ${lastDay}::date)),
      'occasions', (
        select json_agg(json_build_array(id, name, period_from, period_to) order by period_from, id)
        from occasions
        where workspace_id = ${workspaceId}::uuid and period_from <= ${lastDay}::date and period_to >= ${firstDay}::date),
      'slots', (
        select json_agg(json_build_array(id, channel_id, weekday, local_time, time_zone) order by channel_id, id) from slot),
      'booked', (
        select json_agg(json_build_array(b.slot_id, b."on"))
        from slot_bookings b where b.slot_id in (select id from slot)
          and b."on" between ${firstDay}::date - 3 and ${lastDay}::date + 3),
      'standing', ${standing}
    )::text as answer`);
  if (row === undefined) throw new TypeError('A statement without a table has one row');
  return JSON.parse(row.answer) as CalendarRows; // made by the statement above
}
