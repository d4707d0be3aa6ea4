import { z } from 'zod';

const mostLanguages = 3;

export const languagesOf = (list?: string): readonly string[] => list?.split(',').map((each) => each.trim()) ?? [];

const areLanguages = (list: string) => {
  try {
    return Intl.getCanonicalLocales([...languagesOf(list)]).length <= mostLanguages;
  } catch {
    return false;
  }
};

export const blueskyPostOptions = z.object({
  languages: z
    .string()
    .refine(areLanguages, 'must be one to three BCP 47 languages with commas between, such as `ru, kk`')
    .optional()
    .describe('Languages of the text: at most three, BCP 47, with commas between: `ru, kk`.'),
  replies: z
    .enum(['EVERYONE', 'FOLLOWERS', 'FOLLOWED', 'MENTIONED', 'NOBODY'])
    .optional()
    .describe(
      'Who may reply: all, who follows the account, whom it follows, whom it mentions, nobody. All unless told.',
    ),
  quotes: z.boolean().optional().describe('Whether others may quote the post; true unless told.'),
});

export type BlueskyPostOptions = z.infer<typeof blueskyPostOptions>;
