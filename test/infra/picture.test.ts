import { expect, it } from 'vitest';
import { inTurn, type Urgency } from '../../src/infra/picture.ts';

it('works on one picture at a time, on what somebody waits for first, and goes on after a failure', async () => {
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const work = (name: string, urgency?: Urgency) =>
    inTurn(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
      order.push(name);
      if (name.startsWith('broken')) throw new Error(name);
      return name;
    }, urgency);
  const results = await Promise.allSettled([
    work('upload 1'),
    work('thumbnail 1', 'LATER'),
    work('thumbnail 2', 'LATER'),
    work('broken upload'),
    work('upload 2'),
  ]);
  expect(order).toEqual(['upload 1', 'broken upload', 'upload 2', 'thumbnail 1', 'thumbnail 2']);
  expect(most).toBe(1);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await work('thumbnail 3', 'LATER')).toBe('thumbnail 3');
});
