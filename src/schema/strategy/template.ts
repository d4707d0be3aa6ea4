import { createStrategyFromTemplate } from '../../app/strategy/template.ts';
import { createStrategyErrors } from '../../domain/strategy/strategy.ts';
import {
  templateKeys,
  templateLanguageOf,
  templateLanguages,
  templateTexts,
  type TemplateKey,
} from '../../domain/strategy/template.ts';
import { access, requireAllChannels } from '../access.ts';
import { badInput, ctxOf, requireWorkspace } from '../context.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { resultOf } from '../errors.ts';
import { keyOf, mutationInput } from '../input.ts';
import { PeriodInput } from '../period.ts';
import { Workspace } from '../workspace/workspace.ts';
import { Strategy } from './strategy.ts';

const keyTexts: Readonly<Record<TemplateKey, string>> = {
  SHOP: 'A shop, on the street or online.',
  B2B: 'A company that sells to companies.',
  MEDIA: 'A newspaper, magazine or channel.',
  CHARITY: 'An association or foundation.',
  EVENT: 'A festival, conference, concert or fair.',
};

const StrategyTemplateKey = builder.enumType('StrategyTemplateKey', {
  description: 'For whom a starter template is.',
  values: valuesOf(keyTexts),
});

const written = templateLanguages.join(', ');

const StrategyTemplate = builder
  .objectRef<{ readonly key: TemplateKey; readonly language: (typeof templateLanguages)[number] }>('StrategyTemplate')
  .implement({
    description: 'A strategy to begin with: goals, themes, personas and a voice that fit a kind of company.',
    extensions: access('READ_STRATEGY'),
    fields: (t) => ({
      key: t.expose('key', { type: StrategyTemplateKey, description: 'What createStrategyFromTemplate takes.' }),
      language: t.expose('language', { type: 'Locale', description: 'In which its texts are.' }),
      name: t.string({
        description: 'What it is called in that language.',
        resolve: ({ key, language }) => templateTexts(key, language).name,
      }),
      description: t.string({
        description: 'For whom it is, in that language.',
        resolve: ({ key, language }) => templateTexts(key, language).description,
      }),
    }),
  });

builder.objectField(Workspace, 'strategyTemplates', (t) =>
  t.field({
    type: [StrategyTemplate],
    nullable: true,
    description: `Strategies to begin with, ${String(templateKeys.length)} in all; null: not for this viewer.`,
    extensions: access('READ_STRATEGY'),
    args: {
      language: t.arg({
        type: 'Locale',
        defaultValue: 'en',
        required: true,
        description: `One of ${written}; of ru-KZ it is ru.`,
      }),
    },
    resolve: (_, { language: tag }) => {
      const language = templateLanguageOf(tag);
      if (language === null) throw badInput(`The templates are not written in "${tag}".`, `Send one of ${written}.`);
      return templateKeys.map((key) => ({ key, language }));
    },
  }),
);

const CreateStrategyFromTemplateInput = mutationInput('createStrategyFromTemplate', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  templateKey: t.field({ type: StrategyTemplateKey, required: true, description: 'The template.' }),
  language: t.field({ type: 'Locale', required: true, description: `Of its texts: one of ${written}.` }),
  name: t.string({ required: true, description: 'What the strategy is called.' }),
  period: t.field({
    type: PeriodInput,
    required: true,
    description: 'When it holds; deadlines are worked out from it.',
  }),
  brandName: t.string({ description: 'Who speaks; absent: the workspace’s name.' }),
  countries: t.field({ type: ['CountryCode'], description: 'Where the personas live; absent: anywhere.' }),
}));

builder.mutationField('createStrategyFromTemplate', (t) =>
  t.prismaField({
    type: Strategy,
    description:
      'Writes a strategy as a template has it: a draft to go on with. Its targets are what small teams begin with; change them to your own. Not for who is limited to some channels.',
    extensions: access('WRITE_STRATEGY'),
    args: {
      input: t.arg({ type: CreateStrategyFromTemplateInput, required: true, description: 'All that it needs.' }),
    },
    errors: resultOf('createStrategyFromTemplate', createStrategyErrors),
    resolve: async (query, _, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      const { templateKey, language, name, period } = input;
      const { ids } = await createStrategyFromTemplate(ctxOf(context), {
        idempotencyKey: keyOf(input),
        templateKey,
        language,
        name,
        period,
        brandName: input.brandName ?? null,
        countries: input.countries ?? [],
      });
      return context.shell.db.prisma.strategy.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
