import type { Viewer } from '../../domain/workspace/permission.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../infra/db.ts';
import { visiblePostsSql } from './visibility.ts';

/** A page of a list of posts, as Prisma's arguments say it. */
export interface PostPage {
  /** Row id of the post beside which the page begins; null: at the list's end. */
  readonly cursor: string | null;
  /** So many after the cursor; if negative, before it. */
  readonly take: number;
}

/**
 * Every post that serves any of the objectives, with that objective: it names it, or names none and has a pillar that serves
 * it.
 */
const serving = (viewer: Viewer, objectiveIds: readonly string[]): Prisma.Sql => Prisma.sql`
  select p.id, p.created_at, p.objective_id from posts p
  where ${visiblePostsSql(viewer)} and p.objective_id = any(${[...objectiveIds]}::uuid[])
  union all
  select p.id, p.created_at, s.objective_id from posts p
  join pillar_objectives s on s.pillar_id = p.pillar_id and s.objective_id = any(${[...objectiveIds]}::uuid[])
  where ${visiblePostsSql(viewer)} and p.objective_id is null`;

/** For each objective the ids of one page of its posts, the newest first. One statement. */
export async function readObjectivePosts(
  prisma: PrismaClient,
  viewer: Viewer,
  objectiveIds: readonly string[],
  { cursor, take }: PostPage,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const forward = take >= 0;
  const place = Prisma.sql`(s.created_at, s.id)`;
  const mark = Prisma.sql`(select created_at, id from posts where id = ${cursor}::uuid)`;
  const beyond =
    cursor === null ? Prisma.sql`true` : forward ? Prisma.sql`${place} < ${mark}` : Prisma.sql`${place} > ${mark}`;
  const order = forward ? Prisma.sql`s.created_at desc, s.id desc` : Prisma.sql`s.created_at, s.id`;
  const rows = await prisma.$queryRaw<{ id: string; objectiveId: string }[]>`
    select id, objective_id "objectiveId" from (
      select s.*, row_number() over (partition by s.objective_id order by ${order}) as place
      from (${serving(viewer, objectiveIds)}) s where ${beyond}
    ) s where place <= ${Math.abs(take)} order by place`;
  const pages = new Map<string, string[]>(objectiveIds.map((id) => [id, []]));
  for (const { id, objectiveId } of rows) pages.get(objectiveId)?.push(id);
  // Always the newest first, however the page was reached.
  return forward ? pages : new Map([...pages].map(([id, page]) => [id, page.reverse()]));
}

/** How many posts serve each objective. One statement. */
export async function countObjectivePosts(
  prisma: PrismaClient,
  viewer: Viewer,
  objectiveIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.$queryRaw<{ objectiveId: string; posts: number }[]>`
    select objective_id "objectiveId", count(*)::int posts from (${serving(viewer, objectiveIds)}) s group by 1`;
  return new Map(rows.map(({ objectiveId, posts }) => [objectiveId, posts]));
}
