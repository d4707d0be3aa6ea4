import type { ContentPrinciple } from '../strategy/principle.ts';
import { parametersOf } from '../shared/errors.ts';
import { findPhrase } from '../shared/stem.ts';
import type { Content, PostContent } from './content.ts';
import type { IssueSeverity, PostIssue } from './validation.ts';

/** What a strategy asks of its posts. */
export interface GuidingStrategy {
  readonly name: string;
  readonly voiceAvoid: readonly string[];
  readonly hasObjectives: boolean;
  readonly principles: readonly ContentPrinciple[];
}

/** What a post says it is for. */
export interface PostPurpose {
  readonly objectiveId: string | null;
  readonly principles: readonly ContentPrinciple[];
  readonly pillar: {
    readonly name: string;
    readonly retired: boolean;
    readonly servesObjectives: boolean;
    readonly targetShare: number | null;
  } | null;
}

/** What surrounds the post: the other posts of the strategy. */
export interface Surroundings {
  /** Of the calendar month in which it goes out. */
  readonly month: { readonly posts: number; readonly ofPillar: number };
  /** Principles of those that went or go out in the {@link principleWeeks} weeks before it. */
  readonly recentPrinciples: ReadonlySet<ContentPrinciple>;
}

/** A principle that no post followed for so long is one that nobody follows. */
export const principleWeeks = 4;

/** A pillar that is over its target by less than this, or in a month of so few posts, is left alone. */
const overShare = { tolerance: 0.1, posts: 5 } as const;

type Advice = (
  code: string,
  severity: IssueSeverity,
  path: readonly string[],
  message: string,
  fix: string,
  parameters: Readonly<Record<string, string | number>>,
  channelId?: string,
) => void;

/**
 * What a strategy would have otherwise. Never an error: the team may know better. Words to avoid are found in every form
 * that the English and Russian stemmers know, in other languages as they are written.
 */
export function adviseOnPost(
  content: PostContent,
  purpose: PostPurpose,
  strategy: GuidingStrategy,
  around: Surroundings,
): readonly PostIssue[] {
  const issues: PostIssue[] = [];
  const advise: Advice = (code, severity, path, message, fix, parameters, channelId) => {
    issues.push({
      code,
      severity,
      path,
      message,
      fix,
      parameters: parametersOf(parameters),
      channelId: channelId ?? null,
      limit: null,
      actual: null,
    });
  };
  adviseOnWords(content, strategy, advise);
  adviseOnPurpose(purpose, strategy, around, advise);
  adviseOnPrinciples(content, purpose, strategy, around, advise);
  return issues;
}

/** Every text that people will read, with its place in the input. */
function* textsOf(content: PostContent): Generator<{ text: string; path: readonly string[]; channelId?: string }> {
  const own = ({ text, parts }: { readonly [K in 'text' | 'parts']: Content[K] | null }, path: readonly string[]) => [
    { text: text ?? '', path: [...path, 'text'] },
    ...(parts ?? []).map((part, index) => ({ text: part.text, path: [...path, 'parts', String(index), 'text'] })),
  ];
  yield* own(content, ['content']);
  for (const [index, variant] of content.variants.entries()) {
    const path = ['variants', String(index)];
    const { channelId, firstComment } = variant;
    for (const each of own(variant, [...path, 'content'])) yield { ...each, channelId };
    if (firstComment !== null) yield { text: firstComment, path: [...path, 'firstComment'], channelId };
  }
}

function adviseOnWords(content: PostContent, { voiceAvoid, name }: GuidingStrategy, advise: Advice): void {
  for (const { text, path, channelId } of textsOf(content)) {
    for (const phrase of voiceAvoid) {
      const found = findPhrase(text, phrase);
      if (found === null) continue;
      advise(
        'WORD_TO_AVOID',
        'WARNING',
        path,
        `The brand avoids "${phrase}"; here stands "${found}".`,
        'Say it in other words.',
        { word: phrase, found, strategy: name },
        channelId,
      );
    }
  }
}

function adviseOnPurpose(
  { objectiveId, pillar }: PostPurpose,
  strategy: GuidingStrategy,
  { month }: Surroundings,
  advise: Advice,
): void {
  if (strategy.hasObjectives && objectiveId === null && pillar?.servesObjectives !== true) {
    advise(
      'SERVES_NO_OBJECTIVE',
      'WARNING',
      ['objectiveId'],
      `The post serves no objective of the strategy "${strategy.name}".`,
      'Name an objective, or a pillar that serves one; or ask whether it is needed.',
      { strategy: strategy.name },
    );
  }
  if (pillar === null) return;
  if (pillar.retired) {
    advise(
      'PILLAR_RETIRED',
      'WARNING',
      ['pillarId'],
      `The strategy no longer has the pillar "${pillar.name}".`,
      'Take one that it has.',
      { pillar: pillar.name, strategy: strategy.name },
    );
  }
  const { targetShare } = pillar;
  if (targetShare === null || month.posts < overShare.posts) return;
  const share = month.ofPillar / month.posts;
  if (share - targetShare <= overShare.tolerance) return;
  const [actual, target] = [Math.round(share * 100), Math.round(targetShare * 100)];
  advise(
    'PILLAR_OVER_SHARE',
    'WARNING',
    ['pillarId'],
    `"${pillar.name}" has ${String(actual)} % of this month’s posts; the strategy aims at ${String(target)} %.`,
    'Plan something of another pillar.',
    { pillar: pillar.name, actualPercent: actual, targetPercent: target },
  );
}

function adviseOnPrinciples(
  content: PostContent,
  { principles }: PostPurpose,
  strategy: GuidingStrategy,
  { recentPrinciples }: Surroundings,
  advise: Advice,
): void {
  if (strategy.principles.includes('EASY_TO_SHARE') && !hasMedia(content)) {
    advise(
      'NOTHING_TO_LOOK_AT',
      'INFO',
      ['content', 'media'],
      'The strategy wants content that is easy to share, and this post has no picture or video.',
      'Add one.',
      { principle: 'EASY_TO_SHARE' },
    );
  }
  for (const principle of strategy.principles) {
    if (principles.includes(principle) || recentPrinciples.has(principle)) continue;
    advise(
      'PRINCIPLE_UNUSED',
      'INFO',
      ['principles'],
      `No post of the last ${String(principleWeeks)} weeks follows the principle ${principle}, and this one does not either.`,
      'Mark the post if it does, or plan one that will.',
      { principle, weeks: principleWeeks },
    );
  }
}

const hasMedia = ({ media, parts, variants }: PostContent): boolean =>
  [{ media, parts }, ...variants].some(
    (each) => (each.media ?? []).length > 0 || (each.parts ?? []).some((part) => part.media.length > 0),
  );
