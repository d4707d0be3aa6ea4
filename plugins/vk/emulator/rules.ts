/** Of what kind of token a method may be called with. `group`: a community key. */
export type TokenKind = 'user' | 'group' | 'service';

export type Right = 'wall' | 'photos' | 'video' | 'docs' | 'stories' | 'messages' | 'stats' | 'status' | 'groups';

export interface MethodRule {
  /** Kinds of token, with spaces between. */
  readonly tokens: string;
  /** What the token must have been granted. */
  readonly right?: Right;
  /**
   * `name:type`, with spaces between; `name!` must be there. Types: `int`, `uint` (from 0), `id` (from 1), `num`, `bool`, `text`,
   * `list` and `ints` (with commas between), a number behind them is the most there may be; else the values, with bars between.
   */
  readonly parameters: string;
}

/** What the Callback API can tell of. */
// prettier-ignore
export const eventTypes = [
  'message_new', 'message_reply', 'message_allow', 'message_edit', 'message_deny', 'message_typing_state',
  'message_read', 'photo_new', 'audio_new', 'video_new', 'wall_reply_new', 'wall_reply_edit', 'wall_reply_delete',
  'wall_reply_restore', 'wall_post_new', 'wall_repost', 'wall_schedule_post_new', 'wall_schedule_post_delete',
  'board_post_new', 'board_post_edit', 'board_post_restore', 'board_post_delete', 'photo_comment_new',
  'photo_comment_edit', 'photo_comment_delete', 'photo_comment_restore', 'video_comment_new', 'video_comment_edit',
  'video_comment_delete', 'video_comment_restore', 'market_comment_new', 'market_comment_edit',
  'market_comment_delete', 'market_comment_restore', 'market_order_new', 'market_order_edit', 'poll_vote_new',
  'group_join', 'group_leave', 'group_change_settings', 'group_change_photo', 'group_officers_edit', 'user_block',
  'user_unblock', 'lead_forms_new', 'like_add', 'like_remove', 'message_event', 'message_reaction_event',
  'donut_subscription_create', 'donut_subscription_prolonged', 'donut_subscription_cancelled',
  'donut_subscription_price_changed', 'donut_subscription_expired', 'donut_money_withdraw',
  'donut_money_withdraw_error',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What the methods that this emulator serves take, and from whom. */
export const rules: Readonly<Record<string, MethodRule>> = {
  'wall.post': {
    tokens: 'user group',
    right: 'wall',
    parameters:
      'owner_id:int friends_only:bool from_group:bool message:text attachments:list services:text signed:bool publish_date:uint lat:num long:num place_id:uint post_id:uint guid:text mark_as_ads:bool link_title:text link_photo_id:text close_comments:bool donut_paid_duration:int mute_notifications:bool copyright:text primary_attachments_mode:carousel|grid photo_attachments_crop:text topic_id:uint',
  },
  'wall.edit': {
    tokens: 'user',
    right: 'wall',
    parameters:
      'owner_id:int post_id!:uint friends_only:bool message:text attachments:list services:text signed:bool publish_date:uint lat:num long:num place_id:uint mark_as_ads:bool close_comments:bool donut_paid_duration:int poster_bkg_id:uint poster_bkg_owner_id:int poster_bkg_access_hash:text copyright:text topic_id:0|1|7|12|16|19|21|23|25|26|32|43',
  },
  'wall.delete': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int post_id:uint',
  },
  'wall.restore': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int post_id:uint',
  },
  'wall.get': {
    tokens: 'user service',
    parameters:
      'owner_id:int domain:text offset:uint count:uint filter:owner|others|all|postponed|suggests|archived|donut extended:bool fields:list',
  },
  'wall.getById': {
    tokens: 'user service',
    parameters: 'posts!:list extended:bool copy_history_depth:int fields:list',
  },
  'wall.getComments': {
    tokens: 'user service',
    parameters:
      'owner_id:int post_id:uint need_likes:bool start_comment_id:uint offset:int count:uint sort:asc|desc|smart preview_length:uint extended:bool fields:list comment_id:uint thread_items_count:uint10',
  },
  'wall.createComment': {
    tokens: 'user group',
    right: 'wall',
    parameters:
      'owner_id:int post_id!:uint from_group:uint message:text reply_to_comment:int attachments:list sticker_id:uint guid:text',
  },
  'wall.editComment': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int post_id:uint comment_id!:uint message:text attachments:list',
  },
  'wall.deleteComment': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int post_id:uint comment_id!:uint',
  },
  'wall.restoreComment': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int comment_id!:int',
  },
  'wall.getComment': {
    tokens: 'user',
    parameters: 'owner_id:int comment_id!:uint extended:bool fields:list',
  },
  'wall.openComments': {
    tokens: 'user group',
    right: 'wall',
    parameters: 'owner_id!:int post_id!:uint',
  },
  'wall.closeComments': {
    tokens: 'user group',
    right: 'wall',
    parameters: 'owner_id!:int post_id!:uint',
  },
  'wall.pin': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int post_id!:uint',
  },
  'wall.unpin': {
    tokens: 'user',
    right: 'wall',
    parameters: 'owner_id:int post_id!:uint',
  },
  'wall.checkCopyrightLink': {
    tokens: 'user',
    parameters: 'link!:text',
  },
  'wall.parseAttachedLink': {
    tokens: 'user',
    parameters: 'links!:text extended:bool fields:list name_case:Nom|Gen|Dat|Acc|Ins|Abl',
  },
  'photos.getWallUploadServer': {
    tokens: 'user',
    right: 'photos',
    parameters: 'group_id:int',
  },
  'photos.saveWallPhoto': {
    tokens: 'user',
    right: 'photos',
    parameters: 'user_id:uint group_id:uint photo!:text server:int hash:text latitude:num longitude:num caption:text',
  },
  'photos.getOwnerPhotoUploadServer': {
    tokens: 'user',
    right: 'photos',
    parameters: 'owner_id:int',
  },
  'photos.saveOwnerPhoto': {
    tokens: 'user',
    right: 'photos',
    parameters: 'server:text hash:text photo:text',
  },
  'photos.getOwnerCoverPhotoUploadServer': {
    tokens: 'user group',
    right: 'photos',
    parameters: 'group_id:id crop_x:uint crop_y:uint crop_x2:uint crop_y2:uint is_video_cover:bool',
  },
  'photos.saveOwnerCoverPhoto': {
    tokens: 'user group',
    right: 'photos',
    parameters:
      'crop_x:uint crop_height:uint crop_y:uint crop_width:uint response_json:text hash:text photo:text is_video_cover:bool',
  },
  'photos.getById': {
    tokens: 'user service',
    parameters: 'photos!:list500 extended:bool photo_sizes:bool',
  },
  'video.save': {
    tokens: 'user',
    right: 'video',
    parameters:
      'name:text description:text is_private:bool wallpost:bool link:text group_id:id album_id:uint privacy_view:list privacy_comment:list no_comments:bool repeat:bool compression:bool ord_info:text auto_publish:bool',
  },
  'video.get': {
    tokens: 'user',
    right: 'video',
    parameters:
      'owner_id:int videos:list album_id:int count:uint200 offset:uint extended:bool fields:list sort_album:0|1',
  },
  'docs.getWallUploadServer': {
    tokens: 'user group',
    right: 'docs',
    parameters: 'group_id:uint',
  },
  'docs.save': {
    tokens: 'user group',
    right: 'docs',
    parameters: 'file!:text title:text tags:text return_tags:bool',
  },
  'polls.create': {
    tokens: 'user',
    parameters:
      'question:text is_anonymous:bool is_multiple:bool end_date:uint owner_id:int app_id:int add_answers:text photo_id:uint background_id:1|2|3|4|6|8|9 disable_unvote:bool',
  },
  'polls.getById': {
    tokens: 'user',
    parameters:
      'owner_id:int is_board:bool poll_id!:uint extended:bool friends_count:uint100 fields:list name_case:Nom|Gen|Dat|Acc|Ins|Abl',
  },
  'stories.getPhotoUploadServer': {
    tokens: 'user group',
    right: 'stories',
    parameters:
      'add_to_news:bool user_ids:ints reply_to_story:text link_text:to_store|vote|more|book|order|enroll|fill|signup|buy|ticket|write|open|learn_more|view|go_to|contact|watch|play|install|read|calendar link_url:text2048 group_id:uint clickable_stickers:text',
  },
  'stories.getVideoUploadServer': {
    tokens: 'user group',
    right: 'stories',
    parameters:
      'add_to_news:bool user_ids:ints reply_to_story:text link_text:to_store|vote|more|book|order|enroll|fill|signup|buy|ticket|write|open|learn_more|view|go_to|contact|watch|play|install|read|calendar link_url:text2048 group_id:uint clickable_stickers:text',
  },
  'stories.save': {
    tokens: 'user group',
    right: 'stories',
    parameters: 'upload_results:list upload_results_json:text extended:bool fields:list',
  },
  'stories.getStats': {
    tokens: 'user group',
    right: 'stories',
    parameters: 'owner_id!:int story_id!:uint',
  },
  'stories.delete': {
    tokens: 'user group',
    right: 'stories',
    parameters: 'owner_id:int story_id:uint stories:list100',
  },
  'stories.get': {
    tokens: 'user group',
    right: 'stories',
    parameters: 'owner_id:int extended:bool fields:list',
  },
  'stories.getById': {
    tokens: 'user group',
    right: 'stories',
    parameters: 'stories!:list100 extended:bool fields:list',
  },
  'groups.get': {
    tokens: 'user service',
    right: 'groups',
    parameters: 'user_id:id extended:bool filter:list fields:list offset:uint count:uint1000',
  },
  'groups.getById': {
    tokens: 'user group service',
    parameters: 'group_ids:list group_id:text fields:list',
  },
  'groups.edit': {
    tokens: 'user group',
    right: 'groups',
    parameters:
      'group_id!:id title:text description:text screen_name:text access:0|1|2 website:text subject:1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|32|33|34|35|36|37|38|39|40|41|42 email:text phone:text rss:text event_start_date:uint event_finish_date:uint event_group_id:uint public_category:uint public_subcategory:uint public_date:text wall:0|1|2|3 topics:0|1|2 photos:0|1|2 video:0|1|2 audio:0|1|2 links:bool events:bool places:bool contacts:bool docs:0|1|2 wiki:0|1|2 messages:bool articles:bool addresses:bool age_limits:1|2|3 market:bool market_buttons:text market_comments:bool market_country:ints10 market_city:ints10 market_currency:643|980|398|978|840 market_contact:uint market_wiki:uint obscene_filter:bool obscene_stopwords:bool toxic_filter:bool disable_replies_from_groups:bool obscene_words:list main_section:uint secondary_section:uint country:uint city:uint',
  },
  'groups.getTokenPermissions': {
    tokens: 'group',
    parameters: '',
  },
  'groups.getCallbackConfirmationCode': {
    tokens: 'user group',
    right: 'groups',
    parameters: 'group_id!:id',
  },
  'groups.addCallbackServer': {
    tokens: 'user group',
    right: 'groups',
    parameters: 'group_id!:id url!:text title!:text14 secret_key:text50',
  },
  'groups.getCallbackServers': {
    tokens: 'user group',
    right: 'groups',
    parameters: 'group_id!:id server_ids:ints',
  },
  'groups.editCallbackServer': {
    tokens: 'user group',
    right: 'groups',
    parameters: 'group_id!:id server_id!:uint url!:text title!:text14 secret_key:text50',
  },
  'groups.deleteCallbackServer': {
    tokens: 'user group',
    right: 'groups',
    parameters: 'group_id!:id server_id!:uint',
  },
  'groups.setCallbackSettings': {
    tokens: 'user group',
    right: 'groups',
    parameters: `group_id!:id server_id:uint api_version:text ${eventTypes.map((type) => `${type}:bool`).join(' ')}`,
  },
  'groups.getCallbackSettings': {
    tokens: 'user group',
    right: 'groups',
    parameters: 'group_id!:id server_id:uint',
  },
  'groups.ban': {
    tokens: 'user',
    right: 'groups',
    parameters: 'group_id!:id owner_id:int end_date:uint reason:uint comment:text comment_visible:bool',
  },
  'groups.unban': {
    tokens: 'user',
    right: 'groups',
    parameters: 'group_id!:id owner_id:int',
  },
  'users.get': {
    tokens: 'user group service',
    parameters: 'user_ids:list1000 fields:list name_case:Nom|Gen|Dat|Acc|Ins|Abl from_group_id:int',
  },
  'account.getAppPermissions': {
    tokens: 'user',
    parameters: 'user_id:id',
  },
  'messages.getConversations': {
    tokens: 'user group',
    right: 'messages',
    parameters:
      'offset:uint count:uint200 filter:all|archive|important|sorted_chats|unanswered|unread extended:bool start_message_id:uint fields:list group_id:uint',
  },
  'messages.getHistory': {
    tokens: 'user group',
    right: 'messages',
    parameters:
      'offset:int count:uint200 user_id:int peer_id:int start_message_id:int rev:1|0 extended:bool fields:list group_id:uint',
  },
  'messages.send': {
    tokens: 'user group',
    right: 'messages',
    parameters:
      'user_id:int random_id:int peer_id:int peer_ids:ints100 domain:text chat_id:uint100000000 message:text9000 lat:num long:num attachment:text9000 reply_to:int forward_messages:ints1000 forward:text sticker_id:uint group_id:uint keyboard:text template:text payload:text1000 content_source:text dont_parse_links:bool disable_mentions:bool intent:account_update|bot_ad_invite|bot_ad_promo|confirmed_notification|customer_support|default|finance_notification|game_notification|moderated_newsletter|non_promo_newsletter|promo_newsletter|purchase_update subscribe_id:uint100',
  },
  'messages.delete': {
    tokens: 'user group',
    right: 'messages',
    parameters:
      'message_ids:ints1000 spam:bool reason:uint group_id:uint delete_for_all:bool peer_id:int cmids:ints100',
  },
  'messages.markAsRead': {
    tokens: 'user group',
    right: 'messages',
    parameters:
      'message_ids:ints peer_id:int start_message_id:uint group_id:uint mark_conversation_as_read:bool up_to_cmid:uint',
  },
  'messages.isMessagesFromGroupAllowed': {
    tokens: 'user group',
    right: 'messages',
    parameters: 'group_id!:id user_id!:id',
  },
  'likes.add': {
    tokens: 'user',
    right: 'wall',
    parameters:
      'type!:post|comment|photo|audio|video|note|market|photo_comment|video_comment|topic_comment|market_comment|sitepage|textpost|community_review|story|group_like owner_id:int item_id!:uint access_key:text from_group:bool',
  },
  'likes.delete': {
    tokens: 'user',
    right: 'wall',
    parameters:
      'type!:post|comment|photo|audio|video|note|market|photo_comment|video_comment|topic_comment|market_comment|sitepage|textpost|community_review|story|group_like owner_id:int item_id!:uint access_key:text from_group:bool',
  },
  'likes.getList': {
    tokens: 'user service',
    parameters:
      'type!:post|comment|photo|audio|video|note|market|photo_comment|video_comment|topic_comment|market_comment|sitepage|textpost|community_review|story|group_like owner_id:int item_id:int page_url:text filter:copies|likes friends_only:0|1|2|3 extended:bool offset:uint count:uint1000 skip_own:bool fields:list',
  },
  'stats.get': {
    tokens: 'user',
    right: 'stats',
    parameters:
      'group_id:uint app_id:uint timestamp_from:num timestamp_to:num interval:all|day|month|week|year intervals_count:uint filters:list stats_groups:list extended:bool',
  },
  'stats.getPostReach': {
    tokens: 'user',
    right: 'stats',
    parameters: 'owner_id!:int post_ids!:ints30',
  },
  'utils.resolveScreenName': {
    tokens: 'user group service',
    parameters: 'screen_name!:text',
  },
  'utils.getServerTime': {
    tokens: 'user group service',
    parameters: '',
  },
  'utils.checkLink': {
    tokens: 'user group service',
    parameters: 'url!:text',
  },
  'status.set': {
    tokens: 'user',
    right: 'status',
    parameters: 'text:text group_id:uint',
  },
};
