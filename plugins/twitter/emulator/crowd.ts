import { chanceOf, shuffled } from '@polyphony/sdk/emulator';

/** Somebody who takes part. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** Takes direct messages from nobody. */
  readonly isClosed: boolean;
}

const names: readonly (readonly [username: string, name: string])[] = [
  ['tombarker_', 'Tom Barker'], ['norawhelan', 'Nora Whelan'], ['liga_kalnina', 'Līga Kalniņa'],
  ['martinsliepa', 'Mārtiņš Liepa'], ['aigerim_s', 'Айгерим Сарсен'], ['danomarov', 'Данияр Омаров'],
  ['olga_sokol', 'Ольга Соколова'], ['pavelgromov', 'Павел Громов'], ['emmafields', 'Emma Fields'],
  ['jonas_kraft', 'Jonas Kraft'], ['priya_nair_', 'Priya Nair'], ['sam_oduya', 'Sam Oduya'],
  ['hannahclay', 'Hannah Clay'], ['mateo_ruiz', 'Mateo Ruiz'], ['yerzhanb', 'Ержан Бекулы'],
  ['madinayus', 'Мадина Юсупова'], ['ilzeozola', 'Ilze Ozola'], ['kate_walsh_', 'Kate Walsh'],
  ['leobrandt', 'Leo Brandt'], ['zoe_lamb', 'Zoe Lamb'], ['artemnik', 'Артём Никитин'],
  ['graceholt', 'Grace Holt'], ['ben_acheson', 'Ben Acheson'], ['mina_park', 'Mina Park'],
]; // prettier-ignore

const firstId = 902_110_001;

/** Everyone who takes part. */
export const crowd: readonly Person[] = names.map(([username, name], index) => ({
  id: String(firstId + index),
  username,
  name,
  isClosed: index === names.length - 1,
}));

const remarks = [
  'Looks delicious!', 'Are you open on Sunday?', 'How much is it?', 'Do you have anything gluten free?',
  'Can I order ahead for Saturday?', 'I can smell it through the screen ☕️', 'Do you ship to Tallinn?',
  'Waited twenty minutes yesterday. Not again.', 'My favourite 😍', 'Would you share the recipe?',
  'Очень вкусно, спасибо!', 'А в воскресенье работаете?', 'Cik maksā?', 'Өте дәмді екен!', 'Қайдан табуға болады?',
  'Two loaves for Saturday please', 'Brilliant as ever', 'When is the next batch?',
]; // prettier-ignore

const quotes = [
  'Go and see for yourselves',
  'This. Every morning.',
  'Best in town',
  'Вот за этим стоит ехать',
  'Iesaku!',
];

const questions = [
  'Hi! Are you open tomorrow?', 'Hello, can I book a table for four?', 'Do you deliver?', 'Do you have anything vegan?',
  'Здравствуйте, хочу заказать торт на субботу', 'Сәлеметсіз бе! Жеткізу бар ма?', 'Sveiki! Vai rīt strādājat?',
]; // prettier-ignore

/** What a post moves somebody to. */
export interface Act {
  readonly kind: 'like' | 'repost' | 'reply' | 'quote' | 'message' | 'follow' | 'unfollow';
  /** Milliseconds. */
  readonly at: number;
  readonly by: Person;
  readonly text: string;
}

/** What people make their minds up about. */
export interface Subject {
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
}

const minute = 60_000;
/** Half of what ever happens has happened after this long. */
const halfLifeMs = 90 * minute;

interface Fate {
  readonly acts: readonly Act[];
  /** How often it will ever be seen. */
  readonly views: number;
}

const fates = new Map<string, Fate>();
const mostFates = 5_000;

/** All that will ever happen to a post: a matter of the seed and the post alone. */
export function fateOf({ id, at }: Subject, seed: number): Fate {
  const name = `${seed} ${id} ${at}`;
  const known = fates.get(name);
  if (known) return known;
  const made = makeFate(at, chanceOf(name));
  if (fates.size >= mostFates) fates.clear();
  fates.set(name, made);
  return made;
}

const textsOf: Readonly<Partial<Record<Act['kind'], readonly string[]>>> = {
  reply: remarks,
  quote: quotes,
  message: questions,
};

function makeFate(postedAt: number, chance: () => number): Fate {
  const popularity = 0.3 + 2 * chance() ** 2;
  const some = (most: number) => Math.round(most * popularity * (0.5 + chance() / 2));
  const counts: readonly (readonly [Act['kind'], number])[] = [
    ['like', some(20)],
    ['repost', some(4)],
    ['reply', some(4)],
    ['quote', Number(chance() < 0.4)],
    ['message', Number(chance() < 0.2)],
    ['follow', some(3)],
    ['unfollow', Number(chance() < 0.3)],
  ];
  const acts = counts.flatMap(([kind, count]) => {
    // Each person likes and reposts once.
    const people = shuffled(crowd, chance);
    const texts = textsOf[kind] ?? [''];
    return people.slice(0, count).map((by): Act => {
      const at = Math.round(postedAt + minute / 2 - (halfLifeMs / Math.LN2) * Math.log(1 - chance() * 0.99));
      return { kind, at, by, text: texts[Math.floor(chance() * texts.length)] ?? '' };
    });
  });
  return { acts: acts.sort((a, b) => a.at - b.at), views: some(3_000) };
}

/** How much of all that will ever happen has happened after so long: 0 to 1. */
export const shareAfter = (ms: number): number => (ms <= 0 ? 0 : 1 - 2 ** (-ms / halfLifeMs));
