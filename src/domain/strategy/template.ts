import { addDays, daysIn, parseDay, type Period } from '../shared/period.ts';
import type { StrategyChanges } from './content.ts';
import type { WrittenPersona } from './persona.ts';
import { templateStructures, type TemplateKey, type TemplateLanguage } from './template-structure.ts';
import { en } from './templates/en.ts';
import { kk } from './templates/kk.ts';
import { lv } from './templates/lv.ts';
import { ru } from './templates/ru.ts';

export type { TemplateKey } from './template-structure.ts';

const languages = { en, ru, lv, kk } as const satisfies Readonly<Record<string, TemplateLanguage>>;
/** A language that templates are written in: BCP 47. */
export type TemplateLanguageKey = keyof typeof languages;

// Object.keys forgets the keys.
export const templateKeys = Object.keys(templateStructures) as readonly TemplateKey[];
export const templateLanguages = Object.keys(languages) as readonly TemplateLanguageKey[];

/** The language of a tag: of `ru-KZ` Russian. Null: templates are not written in it. */
export function templateLanguageOf(tag: string): TemplateLanguageKey | null {
  const primary = tag.toLowerCase().split(/[-_]/)[0] ?? '';
  return templateLanguages.find((language) => language === primary) ?? null;
}

export const templateTexts = (
  key: TemplateKey,
  language: TemplateLanguageKey,
): TemplateLanguage['templates'][TemplateKey] => languages[language].templates[key];

/** What a template needs to become a strategy. */
export interface TemplateStart {
  readonly language: TemplateLanguageKey;
  readonly name: string;
  readonly period: Period;
  readonly brandName: string;
  /** Where the personas live; empty: anywhere. */
  readonly countries: readonly string[];
}

/** The last day of that part of a period, which has at least one day. */
function dueDay(period: Period, part: number): string {
  const known = parseDay(period.from) !== null && parseDay(period.to) !== null && period.from <= period.to;
  // What is wrong with the period is told where the strategy is checked.
  if (!known) return period.to;
  return addDays(period.from, Math.max(1, Math.round(daysIn(period) * part)) - 1);
}

/** The strategy as the template writes it: a draft to go on with, checked like any other. */
export function strategyOfTemplate(
  key: TemplateKey,
  { language, name, period, brandName, countries }: TemplateStart,
): StrategyChanges & { readonly name: string; readonly period: Period } {
  const structure = templateStructures[key];
  const { kpis } = languages[language];
  const texts = templateTexts(key, language);
  // The types hold each language to what its own structure has; here any of them is meant.
  const objectiveTexts: Readonly<Record<string, string>> = texts.objectives;
  const pillarTexts: Readonly<Record<string, { readonly name: string; readonly description: string }>> = texts.pillars;
  const personaTexts: Readonly<Record<string, WrittenPersona>> = texts.personas;
  const places: readonly string[] = structure.objectives.map((objective) => objective.key);
  return {
    name,
    period,
    industry: texts.industry,
    brand: {
      name: brandName,
      mission: texts.mission,
      valueProposition: texts.valueProposition,
      voice: texts.voice,
      guidelines: texts.guidelines,
    },
    challenges: structure.challenges,
    tactics: structure.tactics,
    monetisation: structure.monetisation,
    objectives: structure.objectives.map((objective) => ({
      kind: objective.kind,
      stakeholders: objective.stakeholders,
      note: objectiveTexts[objective.key] ?? null,
      kpis: objective.kpis.map(({ metric, target, direction, due }) => ({
        name: kpis[metric],
        metric,
        target,
        direction,
        deadline: dueDay(period, due),
      })),
    })),
    pillars: structure.pillars.map(({ key: pillar, appeal, color, share, serves }) => ({
      ...pillarTexts[pillar],
      appeal,
      color,
      targetShare: share,
      objectives: serves.map((objective) => ({ index: places.indexOf(objective) })),
    })),
    principles: structure.principles.map(({ principle, share }) => ({ principle, targetShare: share })),
    personas: structure.personas.map(({ key: persona, ageFrom, ageTo, hours, formats }) => ({
      ...personaTexts[persona],
      demographics: { ageFrom, ageTo, countries, languages: [language] },
      habits: { hours, formats },
    })),
  };
}
