import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf, type PostCount } from '../../../src/domain/planning/balance.ts';

const target = (key: string, targetShare: number | null = null) => ({ key, targetShare });
const posts = (key: string | null, count: number, published = false): PostCount<string> => ({
  keys: key === null ? [] : [key],
  published,
  posts: count,
});

describe('the balance of posts', () => {
  it('tells planned and published shares beside what is aimed at', () => {
    const [bread, people] = balanceOf(
      [target('bread', 0.5), target('people', 0.5)],
      [posts('bread', 6), posts('bread', 3, true), posts('people', 1, true), posts('people', 2)],
    );
    expect(bread).toMatchObject({
      plannedPosts: 9,
      plannedShare: 0.75,
      publishedPosts: 3,
      publishedShare: 0.75,
      status: 'OVER',
    });
    expect(people).toMatchObject({
      plannedPosts: 3,
      plannedShare: 0.25,
      publishedPosts: 1,
      publishedShare: 0.25,
      status: 'UNDER',
    });
  });

  it('has no share where there are no posts, and never 0 of nothing', () => {
    expect(balanceOf([target('bread', 0.5)], [])).toEqual([
      {
        key: 'bread',
        targetShare: 0.5,
        plannedPosts: 0,
        plannedShare: null,
        publishedPosts: 0,
        publishedShare: null,
        status: 'NO_DATA',
      },
    ]);
  });

  it('counts posts without a pillar as posts', () => {
    const [row] = balanceOf([target('bread', 0.5)], [posts('bread', 1), posts(null, 3)]);
    expect(row).toMatchObject({ plannedShare: 0.25 });
  });

  it('takes a share that no post could bring nearer for on target', () => {
    const [row] = balanceOf([target('bread', 0.2)], [posts('bread', 1), posts(null, 1)]);
    expect(row).toMatchObject({ plannedShare: 0.5, status: 'ON_TARGET' });
  });

  it('counts a post for every principle that it follows', () => {
    const rows = balanceOf(
      [target('INSPIRE'), target('REWARD')],
      [{ keys: ['INSPIRE', 'REWARD'], published: false, posts: 2 }],
    );
    expect(rows.map(({ plannedShare, status }) => [plannedShare, status])).toEqual([
      [1, 'NO_TARGET'],
      [1, 'NO_TARGET'],
    ]);
  });

  const counts = fc.array(
    fc.record({
      keys: fc.subarray(['a', 'b', 'c'], { maxLength: 1 }),
      published: fc.boolean(),
      posts: fc.integer({ min: 0, max: 1000 }),
    }),
  );

  it('has shares between 0 and 1 that, of pillars, add up to at most 1', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const rows = balanceOf([target('a', 0.3), target('b'), target('c', 1)], all);
        for (const of of ['plannedShare', 'publishedShare'] as const) {
          const shares = rows.map((row) => row[of]);
          for (const share of shares) if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
          expect(shares.reduce<number>((sum, share) => sum + (share ?? 0), 0)).toBeLessThanOrEqual(1 + 1e-9);
          // Either nobody knows, or everybody does.
          expect(new Set(shares.map((share) => share === null)).size).toBe(1);
        }
      }),
    );
  });

  it('is the same in whatever groups the posts are counted', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const single = all.flatMap((count) => Array.from({ length: count.posts % 50 }, () => ({ ...count, posts: 1 })));
        const grouped = all.map((count) => ({ ...count, posts: count.posts % 50 }));
        const targets = [target('a', 0.3), target('b', 0.2)];
        expect(balanceOf(targets, single)).toEqual(balanceOf(targets, grouped));
      }),
    );
  });
});
