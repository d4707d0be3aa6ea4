import type { DemoPost } from './posts.ts';

const bakery = ['bakeryX'] as const;
const cart = ['cartX'] as const;

/** What goes to X: short, and one that its account cannot pay for. */
export const xPosts: readonly DemoPost[] = [
  {
    title: 'Opening hours, short',
    language: 'en',
    day: -10,
    time: '07:45',
    channels: bakery,
    tags: ['hours'],
    author: 'CONTENT_MANAGER',
    end: 'PUBLISHED',
    text: 'Open from eight. Rye first, questions later 🍞',
  },
  {
    title: 'Короткая новость',
    language: 'ru',
    day: -4,
    time: '12:30',
    channels: cart,
    tags: ['новости'],
    author: 'COMMUNITY_MANAGER',
    end: 'PUBLISHED',
    text: 'Кофе с колёс сегодня у вокзала. Поезда опаздывают, мы нет ☕',
  },
  {
    title: 'Morning on X',
    language: 'en',
    day: 0,
    time: '',
    channels: bakery,
    picture: 'bread',
    tags: ['today'],
    author: 'CREATOR',
    end: 'DUE',
    text: 'First loaf out, second loaf rising, third cup of coffee gone 🍞☕',
  },
  {
    title: 'No credits left',
    language: 'en',
    day: 0,
    time: '',
    channels: cart,
    tags: ['credits'],
    author: 'ADMIN',
    end: 'DUE',
    text: 'This one costs more than there is on the account #x-credits',
  },
  {
    title: 'Weekend on X',
    language: 'en',
    day: 4,
    time: '09:30',
    channels: ['bakeryX', 'cartX'],
    picture: 'coffee',
    tags: ['weekend'],
    author: 'CONTENT_MANAGER',
    end: 'SCHEDULED',
    text: 'Saturday: bread at eight, gone at ten. You have been told 🥐',
    second: 'В субботу хлеб у соседей, кофе у нас. Не перепутайте ☕',
  },
];
