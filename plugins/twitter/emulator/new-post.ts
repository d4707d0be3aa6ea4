import { z } from 'zod';

export const id = z.string().regex(/^\d{1,19}$/);
const replySettings = z.enum(['following', 'mentionedUsers', 'subscribers', 'verified']);
const url = z.strictObject({ url: z.string() });

/** What `POST /2/tweets` takes. */
export const newPost = z.strictObject({
  text: z.string().optional(),
  media: z
    .strictObject({
      media_ids: z.array(id).min(1).max(4),
      tagged_user_ids: z.array(id).max(10).optional(),
      title: z.string().optional(),
      description: z.string().optional(),
      preview_media_id: id.optional(),
      embeddable: z.boolean().optional(),
      call_to_actions: z
        .strictObject({
          app_install: z
            .strictObject({
              app_store_id: z.string().optional(),
              ipad_app_store_id: z.string().optional(),
              play_store_id: z.string().optional(),
            })
            .optional(),
          visit_site: url.optional(),
          watch_now: url.optional(),
        })
        .optional(),
    })
    .optional(),
  poll: z
    .strictObject({
      options: z.array(z.string().min(1).max(25)).min(2).max(4),
      duration_minutes: z.int().min(5).max(10_080),
      reply_settings: replySettings.optional(),
    })
    .optional(),
  reply: z
    .strictObject({
      in_reply_to_tweet_id: id,
      exclude_reply_user_ids: z.array(z.string()).optional(),
      auto_populate_reply_metadata: z.boolean().optional(),
    })
    .optional(),
  quote_tweet_id: id.optional(),
  reply_settings: replySettings.optional(),
  geo: z.strictObject({ place_id: z.string() }).optional(),
  edit_options: z.strictObject({ previous_post_id: id }).optional(),
  community_id: id.optional(),
  share_with_followers: z.boolean().optional(),
  for_super_followers_only: z.boolean().optional(),
  nullcast: z.boolean().optional(),
  card_uri: z.string().optional(),
  direct_message_deep_link: z.string().optional(),
  made_with_ai: z.boolean().optional(),
  paid_partnership: z.boolean().optional(),
});
export type NewPost = z.infer<typeof newPost>;
