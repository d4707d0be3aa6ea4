import { parametersOf, ValidationFailed } from '../../domain/shared/errors.ts';
import type { Period } from '../../domain/shared/period.ts';
import {
  strategyOfTemplate,
  templateLanguageOf,
  templateLanguages,
  type TemplateKey,
} from '../../domain/strategy/template.ts';
import type { Ctx } from '../ctx.ts';
import type { Executed } from '../execute.ts';
import { createStrategy } from './strategy.ts';

interface FromTemplate {
  readonly idempotencyKey: string | null;
  readonly templateKey: TemplateKey;
  /** BCP 47. */
  readonly language: string;
  readonly name: string;
  readonly period: Period;
  /** Null: the workspace's name. */
  readonly brandName: string | null;
  readonly countries: readonly string[];
}

/** Writes a strategy as a starter template has it, to go on with. */
export async function createStrategyFromTemplate(ctx: Ctx, input: FromTemplate): Promise<Executed> {
  const { idempotencyKey, templateKey, language: tag, name, period, countries } = input;
  const language = templateLanguageOf(tag);
  if (language === null) {
    const possible = templateLanguages.join(', ');
    throw new ValidationFailed([
      {
        code: 'LANGUAGE_UNKNOWN',
        message: `The templates are not written in "${tag}".`,
        path: ['language'],
        parameters: parametersOf({ language: tag, possible }),
        fix: `Send one of ${possible}.`,
      },
    ]);
  }
  const workspace = await ctx.db.prisma.workspace.findUniqueOrThrow({ where: { id: ctx.viewer.workspaceId } });
  const brandName = input.brandName ?? workspace.name;
  const strategy = strategyOfTemplate(templateKey, { language, name, period, brandName, countries });
  return createStrategy(ctx, { ...strategy, idempotencyKey, templateKey }, 'createStrategyFromTemplate');
}
