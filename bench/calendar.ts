// CalendarMonth beside a floor and beside PostGraphile.
import { deepEqual } from 'node:assert/strict';
import { print } from 'graphql';
import { contractDocument } from '../test/support/documents.ts';
import { thumbnailName } from '../src/infra/media-thumbnail.ts';
import { readGlobalID } from '../src/schema/ids.ts';
import { calendarSize, type CalendarData } from './calendar-data.ts';
import type { Child } from './child.ts';
import type { Operation, Target } from './operations.ts';
import { postGraphileMonth } from './postgraphile/index.ts';

/** Where media are said to be, by floor and ours alike. */
export const publicUrl = 'http://127.0.0.1:4000';

/** The month, as each target is asked for it. */
export function calendarMonth({ token, workspaceId, from, to, timeZone }: CalendarData): Operation {
  const floor = { workspaceId, from, to, timeZone, origin: publicUrl, thumbnail: thumbnailName(240), limit: null };
  const ours = { query: print(contractDocument('CalendarMonth')), variables: { from, to } };
  const bodies: Readonly<Record<Target, string>> = {
    floor: JSON.stringify(floor),
    ours: JSON.stringify(ours),
    postgraphile: JSON.stringify(postGraphileMonth({ workspaceId, from, to, timeZone })),
  };
  return {
    name: 'CalendarMonth',
    writes: false,
    steps: [
      {
        path: { floor: '/calendar-month', ours: '/graphql', postgraphile: '/graphql' },
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: (target) => bodies[target],
        expected: '"Post ',
      },
    ],
  };
}

async function answerOf(child: Child, target: Target, { steps }: Operation): Promise<unknown> {
  const [step] = steps;
  if (step === undefined) throw new TypeError('The month is one request');
  const { path, headers, body } = step;
  const response = await fetch(child.url + path[target], { method: 'POST', headers, body: body(target, '') });
  return response.json();
}

/** Rows by their own ids, which the floor gives. */
function normal(value: unknown): unknown {
  if (typeof value === 'string') return readId(value) ?? value;
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, normal(each)]));
}

const readId = (text: string): string | null =>
  /^[A-Za-z0-9+/]{40,}={0,2}$/.test(text) ? (readGlobalID(text)?.id ?? null) : null;

const count = (value: unknown, key: string): number => JSON.stringify(value).split(`"${key}":`).length - 1;

/** Throws where what is compared would not be the same work. */
export async function compareAnswers(
  { floor, ours, postgraphile }: Readonly<Record<Target, Child>>,
  operation: Operation,
): Promise<void> {
  const theirs = await answerOf(floor, 'floor', operation);
  deepEqual(normal(await answerOf(ours, 'ours', operation)), theirs, 'Floor and ours answer alike');
  const posts = calendarSize.postsADay * calendarSize.days;
  const wanted = { posts, media: posts * 3 };
  deepEqual(
    { posts: count(theirs, 'post'), media: count(theirs, 'asset') },
    wanted,
    'The month is as large as it is said to be',
  );
  const other = await answerOf(postgraphile, 'postgraphile', operation);
  deepEqual(
    { posts: count(other, 'title'), media: count(other, 'mediaAssetByAssetId') },
    wanted,
    'PostGraphile answers as much',
  );
}
