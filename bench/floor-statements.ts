import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { calendarFloor } from './calendar-floor.ts';

/** One statement that answers an operation, with what a request's body gives it. */
export interface FloorStatement {
  readonly sql: string;
  values(body: Readonly<Record<string, unknown>>): readonly unknown[];
}

/** $1 secret_hash */
const token = `
  select json_build_object('__typename', 'Query', 'token', id)::text as answer from api_tokens
  where secret_hash = $1 and revoked_at is null`;

/** $1 workspace, $2 person, $3 permissions */
const lookAround = `
  select json_build_object(
    'viewer', json_build_object('id', p.id, 'displayName', p.display_name, 'workspaces',
      json_build_object('totalCount', 1, 'nodes', json_build_array(json_build_object('id', w.id, 'name', w.name)))),
    'workspace', json_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone, 'viewerPermissions', $3::text[],
      'channels', json_build_object(
        'totalCount', (select count(*) from channels where workspace_id = w.id),
        'nodes', (
          select json_agg(json_build_object('id', c.id, 'name', c.name, 'handle', c.handle, 'url', c.url,
            'status', c.status, 'network', json_build_object('key', c.network, 'name', 'Sandbox')))
          from (select * from channels where workspace_id = w.id order by created_at, id limit 10) c)))
  )::text as answer
  from workspaces w, people p where w.id = $1 and p.id = $2`;

/** $1 workspace */
const postPage = `
  select json_build_object('nodes', json_agg(json_build_object(
    'id', p.id, 'title', p.title, 'state', p.state, 'revision', p.revision, 'schedule', json_build_object('at', p.scheduled_at),
    'content', json_build_object('text', p.text),
    'variants', (
      select json_agg(json_build_object('format', coalesce(v.format, 'TEXT'),
        'channel', json_build_object('id', c.id, 'name', c.name, 'network', json_build_object('key', c.network)),
        'content', json_build_object('text', coalesce(v.text, p.text))) order by v.position)
      from post_variants v join channels c on c.id = v.channel_id where v.post_id = p.id),
    'deliveries', (
      select json_agg(json_build_object('id', d.id, 'state', d.state, 'dueAt', d.due_at, 'publishedAt', d.published_at,
        'url', d.url, 'channel', json_build_object('id', d.channel_id)) order by d.id)
      from deliveries d where d.post_id = p.id)
    ) order by p.created_at desc, p.id desc))::text as answer
  from (select * from posts where workspace_id = $1 order by created_at desc, id desc limit 100) p`;

/** $1 post, $2 workspace, $3 title, $4 text, $5 channels, $6 member: writes the rows that createPost writes. */
const createPost = `
  with post as (
    insert into posts (id, workspace_id, state, revision, title, text, tags, author_member_id)
    values ($1, $2, 'DRAFT', 1, $3, $4, '{}', $6) returning *),
  variant as (
    insert into post_variants (id, post_id, channel_id, position)
    select gen_random_uuid(), $1, c.id, position from unnest($5::uuid[]) with ordinality as given (id, position)
    join channels c on c.id = given.id and c.workspace_id = $2 returning *),
  revision as (
    insert into post_revisions (post_id, number, content, actor_kind, actor_id)
    select $1, 1, json_build_object('text', $4::text, 'link', null, 'media', '[]'::json, 'variants',
      (select json_agg(json_build_object('channelId', channel_id, 'text', text, 'media', null)) from variant)), 'MEMBER', $6),
  log as (update event_logs set head = head + 1 where workspace_id = $2 returning head),
  event as (
    insert into events (workspace_id, number, type, occurred_at, subject_type, subject_id, post_id, "to", fields, actor_kind, actor_id)
    select $2, head, 'POST_CREATED', now(), 'Post', $1, $1, 'DRAFT', '{title,content,variants}', 'MEMBER', $6 from log)
  select json_build_object('__typename', 'Post', 'id', p.id, 'title', p.title, 'state', p.state, 'revision', p.revision,
    'allowedActions', '["EDIT","SCHEDULE","PUBLISH"]'::json,
    'content', json_build_object('text', p.text, 'link', p.link, 'media', '[]'::json),
    'variants', (
      select json_agg(json_build_object(
        'channel', json_build_object('id', c.id, 'network', json_build_object('key', c.network)),
        'format', 'TEXT', 'content', json_build_object('text', p.text), 'options', null,
        'inherits', '["text","link","media"]'::json) order by v.position)
      from variant v join channels c on c.id = v.channel_id),
    'notified', pg_notify('polyphony', $2::text) is null)::text as answer
  from post p`;

/** $1 post, $2 workspace, $3 member: moves and writes the rows that publishPost moves and writes. */
const publishPost = `
  with post as (
    update posts set state = 'PUBLISHING', scheduled_at = now(), schedule_time_zone = 'Europe/Riga',
      schedule_local = to_char(now() at time zone 'Europe/Riga', 'YYYY-MM-DD"T"HH24:MI:SS'), late_policy = 'PUBLISH_LATE',
      updated_at = now()
    where id = $1 and workspace_id = $2 and state = 'DRAFT' returning *),
  delivery as (
    insert into deliveries (id, workspace_id, post_id, channel_id, state, revision, due_at, late_policy, wake_at)
    select gen_random_uuid(), $2, p.id, v.channel_id, 'QUEUED', p.revision, now(), 'PUBLISH_LATE', now()
    from post p join post_variants v on v.post_id = p.id returning *),
  log as (
    update event_logs set head = head + 1 + (select count(*) from delivery) where workspace_id = $2 returning head),
  event as (
    insert into events (workspace_id, number, type, occurred_at, subject_type, subject_id, post_id, channel_id, "from", "to", fields, actor_kind, actor_id)
    select $2, head, 'POST_PUBLISH_REQUESTED', now(), 'Post', $1, $1, null, 'DRAFT', 'PUBLISHING', '{state,schedule}'::text[], 'MEMBER', $3::uuid from log
    union all
    select $2, head - row_number() over (), 'DELIVERY_CHANGED', now(), 'Delivery', d.id, $1, d.channel_id, null, 'QUEUED', '{state}'::text[], 'MEMBER', $3::uuid
    from log, delivery d)
  select json_build_object('__typename', 'Post', 'id', p.id, 'state', p.state,
    'deliveries', (select json_agg(json_build_object('id', id, 'state', state)) from delivery),
    'notified', (pg_notify('polyphony', 'due'), pg_notify('polyphony', $2::text)) is null)::text as answer
  from post p`;

export const floorStatements = {
  token: { sql: token, values: ({ token }) => [createHash('sha256').update(String(token)).digest()] },
  'look-around': {
    sql: lookAround,
    values: ({ workspaceId, personId, permissions }) => [workspaceId, personId, permissions],
  },
  'calendar-month': calendarFloor,
  'post-page': { sql: postPage, values: ({ workspaceId }) => [workspaceId] },
  'create-post': {
    sql: createPost,
    values: ({ workspaceId, title, text, channelIds, memberId }) => [
      uuid(),
      workspaceId,
      title,
      text,
      channelIds,
      memberId,
    ],
  },
  'publish-post': {
    sql: publishPost,
    values: ({ postId, workspaceId, memberId }) => [postId, workspaceId, memberId],
  },
} as const satisfies Readonly<Record<string, FloorStatement>>;
