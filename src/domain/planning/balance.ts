/** How a share stands against its target. */
export type BalanceStatus = 'ON_TARGET' | 'UNDER' | 'OVER' | 'NO_TARGET' | 'NO_DATA';

/** What a share is aimed at. */
export interface ShareTarget<Key extends string> {
  readonly key: Key;
  /** 0 to 1; null: none. */
  readonly targetShare: number | null;
}

/** So many posts that are alike. */
export interface PostCount<Key extends string> {
  /** Of one pillar, of several principles, or of nothing. */
  readonly keys: readonly Key[];
  readonly published: boolean;
  readonly posts: number;
}

/** Planned against wanted. Shares are of all posts of the period, those of no key too; null: there are no posts. */
export interface ShareBalance<Key extends string> extends ShareTarget<Key> {
  /** Everything that has a time in the period, whether it is out yet or not. */
  readonly plannedPosts: number;
  readonly plannedShare: number | null;
  /** Those of them that are out. */
  readonly publishedPosts: number;
  readonly publishedShare: number | null;
  /** Of the planned share. */
  readonly status: BalanceStatus;
}

/** A share may differ from its target by so much, or by one post where that is more. */
export const balanceTolerance = 0.1;

/** Of shares as floating-point numbers. */
const roundingError = 1e-9;

function statusOf(share: number | null, target: number | null, total: number): BalanceStatus {
  if (share === null) return 'NO_DATA';
  if (target === null) return 'NO_TARGET';
  const difference = share - target;
  if (Math.abs(difference) <= Math.max(balanceTolerance, 1 / total) + roundingError) return 'ON_TARGET';
  return difference > 0 ? 'OVER' : 'UNDER';
}

/** One row for each target, in their order. */
export function balanceOf<Key extends string>(
  targets: readonly ShareTarget<Key>[],
  counts: readonly PostCount<Key>[],
): readonly ShareBalance<Key>[] {
  const sum = (of: readonly PostCount<Key>[]) => of.reduce((posts, count) => posts + count.posts, 0);
  const out = counts.filter(({ published }) => published);
  const [planned, published] = [sum(counts), sum(out)];
  const share = (posts: number, of: number) => (of === 0 ? null : posts / of);
  return targets.map(({ key, targetShare }) => {
    const having = (count: PostCount<Key>) => count.keys.includes(key);
    const [plannedPosts, publishedPosts] = [sum(counts.filter(having)), sum(out.filter(having))];
    const plannedShare = share(plannedPosts, planned);
    return {
      key,
      targetShare,
      plannedPosts,
      plannedShare,
      publishedPosts,
      publishedShare: share(publishedPosts, published),
      status: statusOf(plannedShare, targetShare, planned),
    };
  });
}
