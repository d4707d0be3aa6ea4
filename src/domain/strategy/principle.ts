export const contentPrinciples = ['INSPIRE', 'EASY_TO_SHARE', 'REWARD', 'SHARE_ACTIVELY', 'INVITE_SHARING'] as const;
/** What makes people take part in content: the five principles of R. Bhargava. */
export type ContentPrinciple = (typeof contentPrinciples)[number];
