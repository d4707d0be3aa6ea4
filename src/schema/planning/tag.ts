import { readTags, renameTag, type TagCount } from '../../app/planning/tag.ts';
import { renameTagErrors } from '../../domain/planning/tag.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder } from '../builder.ts';
import { badInput, ctxOf, requireWorkspace, sessionOf } from '../context.ts';
import { resultOf } from '../errors.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Workspace } from '../workspace/workspace.ts';

const Tag = builder.objectRef<TagCount>('Tag').implement({
  description: 'A word under which posts are found. The same word in other letters is the same tag.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the workspace writes it.' }),
    posts: t.exposeInt('posts', { description: 'How many posts have it, of those that the viewer sees.' }),
  }),
});

const maxTags = 500;
const defaultTags = 100;

builder.objectField(Workspace, 'tags', (t) =>
  t.field({
    type: [Tag],
    nullable: true,
    description: `The tags of the posts that the viewer sees, the most used first; at most ${String(maxTags)}. Null: not for this viewer.`,
    extensions: access('READ_POSTS'),
    args: {
      first: t.arg.int({
        description: `At most so many; ${String(defaultTags)} unless told, at most ${String(maxTags)}.`,
      }),
      search: t.arg.string({ description: 'Only those with these letters in them; absent: all.' }),
    },
    resolve: async (_, { first, search }, context) => {
      const limit = first ?? defaultTags;
      if (limit < 0 || limit > maxTags) {
        throw badInput(`first is ${String(limit)}.`, `Ask for 0 to ${String(maxTags)}.`);
      }
      return [
        ...(await readTags(context.shell.db.prisma, sessionOf(context), { first: limit, search: search ?? null })),
      ];
    },
  }),
);

const RenameTagInput = mutationInput('renameTag', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  from: t.string({ required: true, description: 'The tag, in any case.' }),
  to: t.string({ required: true, description: 'What it is called from now on; another tag: the two become one.' }),
}));

builder.mutationField('renameTag', (t) =>
  t.field({
    type: Tag,
    description:
      'Gives a tag another name in every post of the workspace, or joins it with another tag. The content of posts stays in its revision. Needs the permission of who sees all posts: not for creators, nor for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: RenameTagInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('renameTag', renameTagErrors),
    resolve: async (_, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      await renameTag(ctxOf(context), { idempotencyKey: keyOf(input), from: input.from, to: input.to });
      const [tag] = await readTags(context.shell.db.prisma, sessionOf(context), { first: 1, name: input.to });
      // The same call again, and no post has it any more.
      if (tag === undefined) throw new NotFound('tag', ['to']);
      return tag;
    },
  }),
);
