import type { FloorStatement } from './floor-statements.ts';

/** $1 workspace, $2 first day, $3 last day, $4 zone, $5 what a media url begins with, $6 the thumbnail's name, $7 posts a channel and day */
const sql = `
  with day as materialized (
    select d::date as date, d at time zone $4 as begins from generate_series($2::date::timestamp, $3::date::timestamp, interval '1 day') d),
  p as materialized (
    select p.*, (p.scheduled_at at time zone $4)::date as date from posts p
    where workspace_id = $1 and scheduled_at >= $2::date::timestamp at time zone $4
      and scheduled_at < ($3::date + 1)::timestamp at time zone $4),
  v as materialized (
    select v.*, p.text as inherited, p.date, p.scheduled_at as at from p join post_variants v on v.post_id = p.id),
  m as materialized (
    select m.post_id, m.variant_id, count(*) as many, json_agg(json_build_object('asset', json_build_object('id', a.id,
      'thumbnailUrl', $5::text || '/media/' || a.id || '/' || a.access_key || '/' || $6::text || '/thumbnail.webp')) order by m.position) as list
    from p join post_media m on m.post_id = p.id join media_assets a on a.id = m.asset_id group by 1, 2),
  variants as materialized (
    select v.post_id, json_agg(json_build_object(
      'format', case when v.format is not null then v.format::text when m.many > 1 then 'CAROUSEL' when m.many = 1 then 'PHOTO' else 'TEXT' end,
      'channel', json_build_object('id', c.id, 'name', c.name, 'network', json_build_object('key', c.network)),
      'content', json_build_object('text', coalesce(v.text, v.inherited), 'media', coalesce(m.list, '[]'::json))) order by v.position) as list
    from v join channels c on c.id = v.channel_id
      left join m on m.post_id = v.post_id and m.variant_id is not distinct from (case when v.media_overrides then v.id end)
    group by 1),
  entry as (
    select p.date, p.scheduled_at as at, 3 as sort, p.id as first, p.id, json_build_object('__typename', 'CalendarPost',
      'at', to_char(p.scheduled_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'post', json_build_object(
      'id', p.id, 'title', p.title, 'state', p.state,
      'pillar', case when i.id is not null then json_build_object('id', i.id, 'name', i.name, 'color', i.color) end,
      'campaign', case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end,
      'author', case when e.id is not null then json_build_object('id', w.id, 'displayName', e.display_name, 'avatarUrl', null) end,
      'variants', coalesce(variants.list, '[]'::json), 'approval', null)) as json
    from p left join pillars i on i.id = p.pillar_id left join campaigns c on c.id = p.campaign_id
      left join members w on w.id = p.author_member_id left join people e on e.id = w.person_id
      left join variants on variants.post_id = p.id
    union all
    select t.date, t.at, 2, t.channel_id, t.id, json_build_object('__typename', 'CalendarSlot',
      'at', to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'slot', json_build_object('id', t.id, 'channel', json_build_object('id', t.channel_id)))
    from (
      select s.id, s.channel_id, day.date, (day.date + s.local_time::time) at time zone s.time_zone as at
      from channels c join slots s on s.channel_id = c.id
        join day on (enum_range(null::weekday))[extract(isodow from day.date)::int] = s.weekday
      where c.workspace_id = $1 and c.status <> 'DISCONNECTED'
        and not exists (select from slot_bookings b where b.slot_id = s.id and b."on" = day.date)) t
    where not exists (select from v where v.channel_id = t.channel_id and v.at = t.at) and t.at > now()
    union all
    select edge.date, day.begins, 1, c.id, c.id, json_build_object('__typename', 'CalendarCampaign',
      'at', to_char(day.begins at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'campaign', json_build_object('id', c.id, 'name', c.name), 'edge', edge.name)
    from campaigns c, lateral (values (c.period_from, 'START'), (c.period_to, 'END')) edge (date, name), day
    where c.workspace_id = $1 and c.state <> 'CANCELLED' and day.date = edge.date)
  select json_build_object('data', json_build_object('workspace', json_build_object('calendar', json_build_object(
    'days', (
      select json_agg(json_build_object('date', day.date, 'entries', coalesce(entries.list, '[]'::json)) order by day.date)
      from day left join (select date, json_agg(json order by at, sort, first, id) as list from entry group by 1) entries using (date)),
    'conflicts', '[]'::json,
    'load', (
      select json_agg(json_build_object('channel', json_build_object('id', channel_id), 'date', date, 'planned', planned, 'limit', $7::int)
        order by date, channel_id)
      from (select channel_id, date, count(*) as planned from v group by 1, 2) l)))))::text as answer`;

/** What CalendarMonth answers, but for what only the domain finds: conflicts and observances, of which there are none. */
export const calendarFloor: FloorStatement = {
  sql,
  values: ({ workspaceId, from, to, timeZone, origin, thumbnail, limit }) => [
    workspaceId,
    from,
    to,
    timeZone,
    origin,
    thumbnail,
    limit,
  ],
};
