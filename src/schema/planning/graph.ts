import DataLoader from 'dataloader';
import { countObjectivePosts, readObjectivePosts, type PostPage } from '../../app/planning/objective-posts.ts';
import { visiblePosts } from '../../app/planning/visibility.ts';
import type { Post as PostRow } from '../../generated/prisma/client.ts';
import { builder, connectionOf } from '../builder.ts';
import { sessionOf, type GraphContext } from '../context.ts';
import { placeInAnswer } from '../loaders.ts';
import { Objective } from '../strategy/objective.ts';
import { Persona } from '../strategy/persona.ts';
import { Pillar } from '../strategy/pillar.ts';
import { Occasion } from './occasion.ts';
import { Post } from './post.ts';

// The way back from what posts hang on. ContentPlan.posts and Campaign.posts stand with plans and campaigns.

/** A list of posts that the viewer sees, the newest first. */
const newestFirst = (description: string) => ({
  cursor: 'id' as const,
  totalCount: true as const,
  description,
  query: (_: object, context: GraphContext) => ({
    where: visiblePosts(sessionOf(context)),
    orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }],
  }),
});

builder.prismaObjectField(Pillar, 'posts', (t) =>
  t.relatedConnection(
    'posts',
    newestFirst('Its posts that the viewer sees, the newest first.'),
    ...connectionOf('Post'),
  ),
);

builder.prismaObjectField(Persona, 'posts', (t) =>
  t.relatedConnection(
    'posts',
    newestFirst('Posts for it that the viewer sees, the newest first.'),
    ...connectionOf('Post'),
  ),
);

builder.prismaObjectField(Occasion, 'posts', (t) =>
  t.relatedConnection(
    'posts',
    newestFirst('Its posts that the viewer sees, the newest first.'),
    ...connectionOf('Post'),
  ),
);

/** What the Prisma plugin asks of a page. */
interface PageQuery {
  readonly take?: number;
  readonly cursor?: { readonly id?: string };
  readonly select?: unknown;
  readonly include?: unknown;
}

type Load<Value> = DataLoader<string, Value>;
const pages = new WeakMap<GraphContext, Map<string, Load<PostRow[]>>>();
const counts = new WeakMap<GraphContext, Load<number>>();

/** A page of the posts of every objective that stands at one place of a document: two statements, and those of the selection. */
function pageLoader(context: GraphContext, query: PageQuery, place: string): Load<PostRow[]> {
  const loaders = pages.get(context) ?? new Map<string, Load<PostRow[]>>();
  pages.set(context, loaders);
  const page: PostPage = { cursor: query.cursor?.id ?? null, take: query.take ?? 0 };
  // Read for every object, or the plugin takes it for forgotten; they are the same at one place.
  const { select, include } = query;
  const key = JSON.stringify([place, page]);
  const loader =
    loaders.get(key) ??
    new DataLoader<string, PostRow[]>(async (objectiveIds) => {
      const { prisma } = context.shell.db;
      const ids = await readObjectivePosts(prisma, sessionOf(context), objectiveIds, page);
      const rows = await prisma.post.findMany({
        ...((select ? { select } : include ? { include } : {}) as object), // as the plugin made it
        where: { id: { in: [...new Set([...ids.values()].flat())] } },
      });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return objectiveIds.map((objectiveId) =>
        (ids.get(objectiveId) ?? []).flatMap((id) => {
          const row = byId.get(id);
          return row === undefined ? [] : [row];
        }),
      );
    });
  loaders.set(key, loader);
  return loader;
}

function countLoader(context: GraphContext): Load<number> {
  const loader =
    counts.get(context) ??
    new DataLoader<string, number>(async (objectiveIds) => {
      const found = await countObjectivePosts(context.shell.db.prisma, sessionOf(context), objectiveIds);
      return objectiveIds.map((id) => found.get(id) ?? 0);
    });
  counts.set(context, loader);
  return loader;
}

builder.prismaObjectField(Objective, 'posts', (t) =>
  t.prismaConnection(
    {
      type: Post,
      cursor: 'id',
      description:
        'Posts that serve it and that the viewer sees, the newest first: those that name it, and those that name no objective but have a pillar that serves it.',
      totalCount: ({ id }, _, context) => countLoader(context).load(id),
      // The plugin’s type says a cursor of any unique column; it is the one that is named above.
      resolve: (query, { id }, _, context, info) =>
        pageLoader(context, query as PageQuery, placeInAnswer(info)).load(id),
    },
    ...connectionOf('Post'),
  ),
);
