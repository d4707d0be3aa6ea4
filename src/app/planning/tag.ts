import { renameTag as decideRename, renamedTags, normalizeTag, normalizeTags } from '../../domain/planning/tag.ts';
import { searchColumns } from '../../domain/planning/search.ts';
import type { PostState } from '../../domain/planning/post.ts';
import type { Viewer } from '../../domain/workspace/permission.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient, Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { lettersPattern } from './search.ts';
import { visiblePostsSql } from './visibility.ts';

/** The spelling that other posts of the workspace have of each tag; null: none has it. */
async function knownSpellings(tx: Tx, ctx: Ctx, postId: string, tags: readonly string[]) {
  const patterns = tags.map(lettersPattern);
  // Whoever has the tag has its letters in what is searched, which has an index.
  const rows = await tx.$queryRaw<{ known: string | null }[]>`
    select (
      select tag from posts p cross join lateral unnest(p.tags) tag
      where p.workspace_id = ${ctx.viewer.workspaceId}::uuid and p.id <> ${postId}::uuid
        and p.search_text like w.pattern and lower(tag) = lower(w.tag)
      limit 1
    ) known
    from unnest(${[...tags]}::text[], ${patterns}::text[]) with ordinality w(tag, pattern, at) order by w.at`;
  return rows.map(({ known }) => known);
}

/**
 * Tags as the workspace writes them: each once, and where a post has it in other letters already, in those. The post that is
 * written may change its own.
 */
export async function spellTags(tx: Tx, ctx: Ctx, postId: string, written: readonly string[]): Promise<string[]> {
  const tags = normalizeTags(written);
  if (tags.length === 0) return [];
  let known = await knownSpellings(tx, ctx, postId, tags);
  if (known.includes(null)) {
    // Of two who bring in a new tag at once the second sees how the first spelled it.
    await tx.$queryRaw`select 1 from pg_advisory_xact_lock(hashtextextended(${`tags ${ctx.viewer.workspaceId}`}, 0))`;
    known = await knownSpellings(tx, ctx, postId, tags);
  }
  return tags.map((tag, index) => known[index] ?? tag);
}

/** A tag, and how many posts have it. */
export interface TagCount {
  readonly name: string;
  readonly posts: number;
}

/** The tags of the posts that the viewer sees, the most used first. */
export const readTags = (
  prisma: PrismaClient,
  viewer: Viewer,
  { first, search, name }: { readonly first: number; readonly search?: string | null; readonly name?: string },
): Promise<readonly TagCount[]> => prisma.$queryRaw<TagCount[]>`
  select mode() within group (order by tag) as name, count(distinct p.id)::int as posts
  from posts p cross join lateral unnest(p.tags) tag
  where ${visiblePostsSql(viewer)}
    ${search ? Prisma.sql`and lower(tag) like lower(${lettersPattern(normalizeTag(search))})` : Prisma.empty}
    ${name === undefined ? Prisma.empty : Prisma.sql`and lower(tag) = lower(${normalizeTag(name)})`}
  group by lower(tag) order by posts desc, lower(tag) limit ${first}`;

/** Rows that are written in one statement. */
const batch = 500;

/** Gives a tag another name, in every post of the workspace; where that is another tag's, the two become one. */
export function renameTag(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly from: string; readonly to: string },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'renameTag', idempotencyKey, input: what }, async (tx) => {
    const { workspaceId } = ctx.viewer;
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select p.id from posts p
      where p.workspace_id = ${workspaceId}::uuid and p.search_text like ${lettersPattern(normalizeTag(input.from))}
        and exists (select 1 from unnest(p.tags) tag where lower(tag) = lower(${normalizeTag(input.from)}))
      order by p.id for update`;
    const renamed = accept(decideRename(input.from, input.to, rows.length))[0];
    if (renamed === undefined) throw new TypeError('renameTag decides for one tag');
    const [to = renamed.to] = renamed.merges ? await spellTags(tx, ctx, rows[0]?.id ?? '', [renamed.to]) : [renamed.to];
    const events: NewEvent[] = [];
    for (let at = 0; at < rows.length; at += batch) {
      const ids = rows.slice(at, at + batch).map(({ id }) => id);
      events.push(...(await renameIn(tx, ctx, ids, renamed.from, to)));
    }
    return { type: 'Tag', ids: [workspaceId], events };
  });
}

async function renameIn(
  tx: Tx,
  ctx: Ctx,
  ids: readonly string[],
  from: string,
  to: string,
): Promise<readonly NewEvent[]> {
  const posts = await tx.post.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      state: true,
      title: true,
      text: true,
      link: true,
      parts: true,
      tags: true,
      variants: { select: { text: true, link: true, parts: true, firstComment: true }, orderBy: { position: 'asc' } },
    },
  });
  const changed = posts.map((post) => {
    const tags = renamedTags(post.tags, from, to);
    const { searchText, searchStems } = searchColumns({ ...post, tags });
    return { id: post.id, tags, search_text: searchText, search_stems: searchStems };
  });
  await tx.$executeRaw`
    update posts p set
      tags = array(select jsonb_array_elements_text(n.tags)),
      search_text = n.search_text,
      search_stems = array(select jsonb_array_elements_text(n.search_stems)),
      updated_at = ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      as n(id uuid, tags jsonb, search_text text, search_stems jsonb)
    where p.id = n.id`;
  return posts.map(({ id, state }): NewEvent & { readonly from: PostState; readonly to: PostState } => ({
    type: 'POST_UPDATED',
    subjectType: 'Post',
    subjectId: id,
    postId: id,
    from: state,
    to: state,
    fields: ['tags'],
  }));
}
