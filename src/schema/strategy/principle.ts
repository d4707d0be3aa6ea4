import { type contentPrinciples } from '../../domain/strategy/principle.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';

const principleTexts: Readonly<Record<(typeof contentPrinciples)[number], string>> = {
  INSPIRE: 'Gives people something to talk of.',
  EASY_TO_SHARE: 'Can be passed on with one tap.',
  REWARD: 'Gives those who take part something for it.',
  SHARE_ACTIVELY: 'Is brought to people by us, not only offered.',
  INVITE_SHARING: 'Asks people to make it their own and pass it on.',
};

export const ContentPrinciple = builder.enumType('ContentPrinciple', {
  description: 'What makes people take part in content: the five principles of R. Bhargava.',
  values: valuesOf(principleTexts),
});

export const PrincipleTarget = builder.prismaObject('PrincipleTarget', {
  description: 'A content principle that a strategy follows.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    principle: t.expose('principle', { type: ContentPrinciple, description: 'The principle.' }),
    targetShare: t.exposeFloat('targetShare', {
      nullable: true,
      description:
        'The part of the posts that are to follow it, 0 to 1; null: none is aimed at. A post may follow several, so shares need not add up to 1.',
    }),
  }),
});

export const PrincipleTargetInput = builder.inputType('PrincipleTargetInput', {
  description: 'A content principle that the strategy follows.',
  fields: (t) => ({
    principle: t.field({ type: ContentPrinciple, required: true, description: 'The principle; each at most once.' }),
    targetShare: t.float({
      description: 'The part of the posts that are to follow it, 0 to 1; null: none is aimed at.',
    }),
  }),
});
