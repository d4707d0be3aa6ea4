export const objectiveKinds = [
  'AWARENESS',
  'REPUTATION',
  'COMMUNITY',
  'TRAFFIC',
  'LEADS',
  'SALES',
  'LOYALTY',
  'SERVICE',
  'RECRUITMENT',
] as const;
/** What is wanted. */
export type ObjectiveKind = (typeof objectiveKinds)[number];
