import { type contentPrinciples } from '../../domain/strategy/principle.ts';
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
