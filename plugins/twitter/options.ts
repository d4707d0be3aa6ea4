import { z } from 'zod';

const mostOfChoice = 25;

export const twitterPostOptions = z.object({
  replySettings: z
    .enum(['following', 'mentionedUsers', 'subscribers', 'verified'])
    .optional()
    .describe('Who may answer: whom the account follows, whom the post mentions, subscribers, or verified accounts.'),
  quotePostId: z
    .string()
    .regex(/^\d{1,19}$/, 'must be the number of a post')
    .optional()
    .describe('The post that is quoted, by its number. Only apps with an Enterprise contract may quote.'),
  madeWithAi: z.boolean().optional().describe('Say that it was made with artificial intelligence; false unless told.'),
  paidPartnership: z.boolean().optional().describe('Mark it as a paid partnership; false unless told.'),
  pollOptions: z
    .array(z.string().trim().min(1).max(mostOfChoice))
    .min(2)
    .max(4)
    .optional()
    .describe('What can be chosen: two to four texts of at most 25 characters.'),
  pollDurationMinutes: z
    .int()
    .min(5)
    .max(10_080)
    .optional()
    .describe('How long the poll is open: five minutes to seven days.'),
});

export type TwitterPostOptions = z.infer<typeof twitterPostOptions>;
type Option = keyof TwitterPostOptions;

export const onPosts = ['replySettings', 'madeWithAi', 'paidPartnership'] as const satisfies readonly Option[];
export const onTexts = [...onPosts, 'quotePostId'] as const satisfies readonly Option[];
export const pollsNeed = ['pollOptions', 'pollDurationMinutes'] as const satisfies readonly Option[];
export const onPolls = [...onPosts, ...pollsNeed] as const satisfies readonly Option[];
