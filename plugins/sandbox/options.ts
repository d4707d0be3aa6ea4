import { z } from 'zod';

export const sandboxPostOptions = z.object({
  delaySeconds: z
    .int()
    .min(0)
    .max(60)
    .optional()
    .describe('How long the network keeps the post in processing before people see it; 0 unless told.'),
});

export type SandboxPostOptions = z.infer<typeof sandboxPostOptions>;
