import { chanceOf, shuffled } from '@polyphony/sdk/emulator';
import type { Person } from './accounts.ts';

const names: readonly (readonly [first: string, last: string, sex: 1 | 2])[] = [
  ['Анна', 'Берзиня', 1], ['Янис', 'Озолс', 2], ['Ольга', 'Соколова', 1], ['Павел', 'Громов', 2],
  ['Ирина', 'Белова', 1], ['Айгерим', 'Сарсен', 1], ['Данияр', 'Омаров', 2], ['Жанна', 'Ким', 1],
  ['Асель', 'Нурлан', 1], ['Ержан', 'Бекулы', 2], ['Мадина', 'Юсупова', 1], ['Сергей', 'Лукин', 2],
  ['Марина', 'Волкова', 1], ['Дмитрий', 'Орлов', 2], ['Екатерина', 'Зайцева', 1], ['Līga', 'Kalniņa', 1],
  ['Mārtiņš', 'Liepa', 2], ['Tom', 'Barker', 2], ['Наталья', 'Котова', 1], ['Алексей', 'Морозов', 2],
  ['Виктория', 'Павлова', 1], ['Артём', 'Никитин', 2], ['Nora', 'Whelan', 1], ['Светлана', 'Руденко', 1],
]; // prettier-ignore

const firstId = 200_001;

/** Everyone who takes part. */
export const crowd: readonly Person[] = names.map(([firstName, lastName, sex], index) => ({
  id: firstId + index,
  firstName,
  lastName,
  screenName: `id${firstId + index}`,
  sex,
}));

const remarks = [
  'Очень вкусно, спасибо!', 'А в воскресенье работаете?', 'Сколько стоит?', 'Есть что-нибудь без глютена?',
  'Можно заказать заранее?', 'Пахнет даже через экран ☕️', 'Вчера стояла в очереди двадцать минут, больше не пойду',
  'Өте дәмді екен!', 'Cik maksā?', 'Do you ship to Tallinn?', 'Привезите, пожалуйста, в Юрмалу',
  'Мой любимый вкус 😍', 'Қайдан табуға болады?', 'Заберу две буханки в субботу', 'А рецепт расскажете?',
]; // prettier-ignore

const questions = [
  'Здравствуйте! Вы завтра открыты?', 'Добрый день, можно забронировать столик на четверых?',
  'Подскажите, есть ли доставка?', 'Сәлеметсіз бе! Жеткізу бар ма?', 'Hi! Do you have anything vegan?',
  'Здравствуйте, хочу заказать торт на субботу',
]; // prettier-ignore

/** What a post moves somebody to. */
export interface Act {
  readonly kind: 'like' | 'repost' | 'comment' | 'message' | 'join' | 'leave';
  /** Milliseconds. */
  readonly at: number;
  readonly by: Person;
  readonly text: string;
}

/** What people make their minds up about. */
export interface Subject {
  readonly key: string;
  /** Milliseconds. */
  readonly at: number;
}

const minute = 60_000;
/** Half of what ever happens has happened after this long. */
const halfLifeMs = 150 * minute;

interface Fate {
  readonly acts: readonly Act[];
  /** How many people will ever see it. */
  readonly views: number;
}

const fates = new Map<string, Fate>();
const mostFates = 5_000;

/** All that will ever happen to a post: a matter of the seed and the post alone. */
export function fateOf(subject: Subject, seed: number): Fate {
  const name = `${seed} ${subject.key} ${subject.at}`;
  const known = fates.get(name);
  if (known) return known;
  const made = makeFate(subject, chanceOf(name));
  if (fates.size >= mostFates) fates.clear();
  fates.set(name, made);
  return made;
}

function makeFate(subject: Subject, chance: () => number): Fate {
  const popularity = 0.3 + 2 * chance() ** 2;
  const some = (most: number) => Math.round(most * popularity * (0.5 + chance() / 2));
  const counts: readonly (readonly [Act['kind'], number])[] = [
    ['like', some(22)],
    ['repost', some(4)],
    ['comment', some(4)],
    ['message', Number(chance() < 0.3)],
    ['join', some(3)],
    ['leave', Number(chance() < 0.3)],
  ];
  const acts = counts.flatMap(([kind, count]) => {
    // Each person likes and reposts once.
    const people = shuffled(crowd, chance);
    return Array.from({ length: Math.min(count, people.length) }, (_, index): Act[] => {
      const by = people[index];
      const at = Math.round(subject.at + minute / 2 - (halfLifeMs / Math.LN2) * Math.log(1 - chance() * 0.99));
      const texts = kind === 'comment' ? remarks : kind === 'message' ? questions : [''];
      const text = texts[Math.floor(chance() * texts.length)] ?? '';
      return by ? [{ kind, at, by, text }] : [];
    }).flat();
  });
  return { acts: acts.sort((a, b) => a.at - b.at), views: some(2_400) };
}

/** How much of all that will ever happen has happened after so long: 0 to 1. */
export const shareAfter = (ms: number): number => (ms <= 0 ? 0 : 1 - 2 ** (-ms / halfLifeMs));
