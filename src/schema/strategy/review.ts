import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { authorSelection, loadAuthor } from './author.ts';
import { Actor } from '../workspace/actor.ts';

export const StrategyReview = builder.prismaObject('StrategyReview', {
  description: 'A dated correction of a strategy.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who; null: gone without a trace.',
      select: authorSelection,
      resolve: (review, _, context) => loadAuthor(context, review),
    }),
    learned: t.exposeString('learned', { description: 'What was learned.' }),
    changed: t.exposeString('changed', {
      description: 'What is changed for it, in words; Strategy.revisions has what was.',
    }),
    revision: t.exposeInt('revision', { description: 'The revision that it made.' }),
  }),
});
