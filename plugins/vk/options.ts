import { z } from 'zod';

const mostAnswerLength = 100;

export const vkPostOptions = z.object({
  fromGroup: z
    .boolean()
    .optional()
    .describe('Publish in the name of the community, not of the person; true unless told.'),
  signed: z.boolean().optional().describe('Add the name of the person whose user token it is; false unless told.'),
  closeComments: z.boolean().optional().describe('Nobody may comment; false unless told.'),
  muteNotifications: z.boolean().optional().describe('Send followers no notification; false unless told.'),
  copyright: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The address of the source, shown below the post.'),
  primaryAttachmentsMode: z
    .enum(['grid', 'carousel'])
    .optional()
    .describe('How several pictures and videos are shown; as the network likes unless told.'),
  linkTitle: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Shown on the link’s card in the place of the page’s own title.'),
  donutPaidDuration: z
    .int()
    .refine((seconds) => seconds === -1 || seconds > 0, 'must be -1 or a number of seconds')
    .optional()
    .describe('For how many seconds only subscribers of VK Donut see it; -1: for ever.'),
  publishAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('The network itself holds the post back until this time, at most a year.'),
  markAsAds: z.boolean().optional().describe('Mark it as an advertisement; false unless told.'),
  erid: z
    .string()
    .regex(/^[A-Za-z0-9]{1,100}$/, 'must be the token that an operator of advertising data gave')
    .optional()
    .describe(
      'The token of the advertisement (Russian law). Stands at the end of the text: the network has no field for it.',
    ),
  advertiser: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Who advertises (Russian law). Stands at the end of the text: the network has no field for it.'),
  pollQuestion: z.string().trim().min(1).optional().describe('What is asked.'),
  pollAnswers: z
    .array(z.string().trim().min(1).max(mostAnswerLength))
    .min(1)
    .max(10)
    .optional()
    .describe('What can be answered: one to ten texts of at most 100 characters.'),
  pollAnonymous: z.boolean().optional().describe('Nobody sees who voted for what; false unless told.'),
  pollMultiple: z.boolean().optional().describe('People may choose several answers; false unless told.'),
  pollEndsAt: z.iso.datetime({ offset: true }).optional().describe('When the poll closes; never unless told.'),
});

export type VkPostOptions = z.infer<typeof vkPostOptions>;
type Option = keyof VkPostOptions;

export const onWall = [
  'fromGroup',
  'signed',
  'closeComments',
  'muteNotifications',
  'copyright',
  'donutPaidDuration',
  'publishAt',
  'markAsAds',
  'erid',
  'advertiser',
] as const satisfies readonly Option[];
export const onLinks = [...onWall, 'linkTitle'] as const satisfies readonly Option[];
export const onCarousels = [...onWall, 'primaryAttachmentsMode'] as const satisfies readonly Option[];
export const pollsNeed = ['pollQuestion', 'pollAnswers'] as const satisfies readonly Option[];
export const onPolls = [
  ...onWall,
  ...pollsNeed,
  'pollAnonymous',
  'pollMultiple',
  'pollEndsAt',
] as const satisfies readonly Option[];
