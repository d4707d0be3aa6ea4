import type { Spelling } from './state.ts';

// What the two descriptions of the API call the fields that may be asked for.

const bothTweetFields = [
  'article', 'attachments', 'card_uri', 'community_id', 'context_annotations', 'conversation_id', 'created_at',
  'display_text_range', 'edit_controls', 'entities', 'geo', 'id', 'lang', 'matched_media_notes', 'media_metadata',
  'non_public_metrics', 'note_request_suggestions', 'organic_metrics', 'paid_partnership', 'possibly_sensitive',
  'promoted_metrics', 'public_metrics', 'reply_settings', 'scopes', 'source', 'suggested_source_links',
  'suggested_source_links_with_counts', 'text', 'withheld',
]; // prettier-ignore

export const fieldNames: Readonly<Record<string, readonly string[]>> = {
  'tweet.fields': [
    ...bothTweetFields,
    'author_id', 'edit_history_tweet_ids', 'in_reply_to_user_id', 'note_tweet', 'referenced_tweets',
  ], // prettier-ignore
  'post.fields': [...bothTweetFields, 'article_title', 'note_post'],
  'user.fields': [
    'affiliation', 'confirmed_email', 'connection_status', 'created_at', 'description', 'entities', 'id',
    'is_identity_verified', 'location', 'most_recent_tweet_id', 'name', 'parody', 'pinned_tweet_id',
    'profile_banner_url', 'profile_image_url', 'protected', 'public_metrics', 'receives_your_dm', 'subscribes_to_you',
    'subscription', 'subscription_type', 'url', 'username', 'verified', 'verified_followers_count', 'verified_type',
    'withheld',
  ],
  'media.fields': [
    'alt_text', 'duration_ms', 'height', 'media_key', 'non_public_metrics', 'organic_metrics', 'preview_image_url',
    'promoted_metrics', 'public_metrics', 'type', 'url', 'variants', 'width',
  ],
  'poll.fields': ['duration_minutes', 'end_datetime', 'id', 'options', 'voting_status'],
  'place.fields': [
    'contained_within', 'country', 'country_code', 'full_name', 'geo', 'id', 'name', 'place_type',
  ],
  'dm_event.fields': [
    'attachments', 'created_at', 'dm_conversation_id', 'entities', 'event_type', 'id', 'participant_ids',
    'referenced_tweets', 'sender_id', 'text',
  ],
  'webhook_config.fields': ['created_at', 'id', 'url', 'valid'],
  'usage.fields': [
    'cap_reset_day', 'daily_client_app_usage', 'daily_project_usage', 'project_cap', 'project_id', 'project_usage',
  ],
}; // prettier-ignore

const tweetExpansions = [
  'article.cover_media', 'article.media_entities', 'attachments.media_keys', 'attachments.media_source_tweet',
  'attachments.poll_ids', 'author_id', 'entities.mentions.username', 'geo.place_id', 'in_reply_to_user_id',
]; // prettier-ignore

export const expansions = {
  tweet: {
    classic: [
      ...tweetExpansions,
      'edit_history_tweet_ids', 'entities.note.mentions.username', 'referenced_tweets.id',
      'referenced_tweets.id.attachments.media_keys', 'referenced_tweets.id.author_id',
    ],
    new: [...tweetExpansions, 'edit_history_post_ids', 'referenced_posts', 'username'],
  },
  user: {
    classic: ['affiliation.user_id', 'most_recent_tweet_id', 'pinned_tweet_id'],
    new: ['affiliation', 'most_recent_post_id', 'pinned_post_id'],
  },
  dm: {
    classic: ['attachments.media_keys', 'participant_ids', 'referenced_tweets.id', 'sender_id'],
    new: ['attachments.media_keys', 'participant_ids', 'referenced_posts', 'sender_id'],
  },
} as const; // prettier-ignore

/** Fields and expansions that a network which only knows the new words refuses. */
const classicOnly = ['edit_history_tweet_ids', 'note_tweet', 'referenced_tweets', 'referenced_tweets.id'];

export const isClassicWord = (word: string): boolean => word === 'tweet.fields' || classicOnly.includes(word);

const newWords: Readonly<Record<string, string>> = {
  edit_history_tweet_ids: 'edit_history_post_ids',
  referenced_tweets: 'referenced_posts',
  note_tweet: 'note_post',
  retweet_count: 'repost_count',
  tweet_count: 'post_count',
  tweets: 'posts',
  most_recent_tweet_id: 'most_recent_post_id',
  pinned_tweet_id: 'pinned_post_id',
};

/** An answer in the words of the time. */
export function inWordsOf<T>(spelling: Spelling, value: T): T {
  if (spelling === 'classic') return value;
  const reword = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(reword);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [Object.hasOwn(newWords, key) ? newWords[key] : key, reword(inner)]),
    );
  };
  return reword(value) as T; // the same value, with other names of fields
}
