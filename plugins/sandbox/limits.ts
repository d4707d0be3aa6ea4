import type { ReadLimits } from '@polyphony/sdk';

/** The headers that stand in every answer. */
export const readLimits: ReadLimits = ({ headers }) => {
  const [max, remaining, resetsAt] = ['limit', 'remaining', 'reset'].map((part) => {
    const value = headers.get(`x-ratelimit-${part}`) ?? '';
    return /^\d{1,12}$/.test(value) ? Number(value) : undefined;
  });
  if (max === undefined || remaining === undefined || resetsAt === undefined) return [];
  return [{ name: 'requests', remaining, max, resetsAt: new Date(resetsAt * 1000) }];
};
