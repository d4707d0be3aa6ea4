import { blocking, type PostIssue } from '../../domain/planning/validation.ts';
import { postTransitions } from '../../domain/planning/post.ts';
import { parametersOf, ValidationFailed, type InputIssue } from '../../domain/shared/errors.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Campaign } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { contentSelection, type PostWithContent } from '../planning/content.ts';
import { contentIssues } from '../planning/validation.ts';
import { utmOf } from './utm.ts';

/** Those that have not begun to go out: what did goes out as it began. */
const shapable = Object.keys(postTransitions.EDIT);

/**
 * Gives the posts of a campaign whose rules for links have changed a new revision each, with the content that they have, and
 * their planned deliveries with them. Refused where a scheduled post could then no longer go out. The caller holds the locks
 * of the posts.
 */
export async function shapeLinks(tx: Tx, ctx: Ctx, before: Campaign, after: Campaign): Promise<readonly NewEvent[]> {
  const scheduled = await tx.post.findMany({
    where: { campaignId: after.id, state: 'SCHEDULED' },
    include: contentSelection,
  });
  const issues = scheduled.flatMap((post) => newIssues(ctx, post, before));
  if (issues.length > 0) throw new ValidationFailed(issues);
  const now = ctx.now();
  const author = actorOf(ctx.viewer);
  const rows = await tx.$queryRaw<{ id: string; state: string }[]>`
    with kept as (
      insert into post_revisions (post_id, number, content, actor_kind, actor_id, created_at)
      select p.id, p.revision + 1, jsonb_set(r.content, '{utm}', ${JSON.stringify(utmOf(after))}::jsonb),
        ${author.kind}, ${'id' in author ? author.id : null}::uuid, ${now}
      from posts p join post_revisions r on r.post_id = p.id and r.number = p.revision
      where p.campaign_id = ${after.id}::uuid and p.state::text = any(${shapable})
        and (p.link is not null or exists (
          select 1 from post_variants v where v.post_id = p.id and v.link is not null))
      returning post_id
    )
    update posts set revision = revision + 1, updated_at = ${now}
    where id in (select post_id from kept)
    returning id, state::text`;
  await tx.$executeRaw`
    update deliveries d set revision = p.revision, updated_at = ${now}
    from posts p
    where p.id = d.post_id and p.id = any(${rows.map(({ id }) => id)}::uuid[]) and d.state in ('PLANNED', 'QUEUED')`;
  return rows.map(({ id, state }) => ({
    type: 'POST_UPDATED',
    subjectType: 'Post',
    subjectId: id,
    postId: id,
    from: state,
    to: state,
    fields: ['utm'],
  }));
}

const keyOf = ({ code, path, channelId }: PostIssue): string => JSON.stringify([code, path, channelId]);

/** What keeps a post from going out that did not before. */
function newIssues({ networks }: Ctx, post: PostWithContent, before: Campaign): readonly InputIssue[] {
  const found = blocking(contentIssues(networks, post));
  if (found.length === 0) return [];
  const old = new Set(contentIssues(networks, { ...post, campaign: before }).map(keyOf));
  const [first] = found.filter((issue) => !old.has(keyOf(issue)));
  if (first === undefined) return [];
  const title = post.title ?? '';
  return [
    {
      code: 'POST_CANNOT_GO_OUT',
      message: `${title === '' ? 'A post without a title' : `"${title}"`} could no longer go out: ${first.message}`,
      path: ['utm'],
      parameters: parametersOf({ postId: post.id, title, issue: first.code }),
      fix: 'Shorten what the rules add, or the post; or take it out of the campaign.',
    },
  ];
}
