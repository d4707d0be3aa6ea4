/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What a sum runs over. */
export type Additivity =
  /** Channels. */
  | 'CHANNELS'
  /** Posts. */
  | 'POSTS'
  /** Periods that follow each other. */
  | 'TIME';

/** What makes people want it. The first four are what they share. */
export type Appeal =
  /** It makes people laugh; they share it. */
  | 'AMUSE'
  /** Who shares it wears it with pride. */
  | 'BADGE'
  /** It tells what is new. */
  | 'INFORM'
  /** It gives ideas and courage. */
  | 'INSPIRE'
  /** It teaches something; they share it. */
  | 'INSTRUCT'
  /** It stirs people up; they share it. */
  | 'PROVOKE'
  /** It offers something. */
  | 'SELL';

/** Where the review stands. */
export type ApprovalState =
  /** May go out. */
  | 'APPROVED'
  /** Sent back to its author. */
  | 'CHANGES_REQUESTED'
  /** Nobody was asked yet. */
  | 'NOT_SUBMITTED'
  /** Waits for decisions. */
  | 'PENDING';

/** How an audience is divided. */
export type AudienceDimension =
  /** By the hour of the day at which people are there, 0 to 23, UTC. */
  | 'ACTIVE_HOUR'
  /** By age, such as 18-24. */
  | 'AGE'
  /** By city. */
  | 'CITY'
  /** By country, ISO 3166-1 alpha-2. */
  | 'COUNTRY'
  /** By gender, such as FEMALE. */
  | 'GENDER'
  /** By language, BCP 47. */
  | 'LANGUAGE';

/** How an account is connected. */
export type AuthKind =
  /** The person is sent to the network and comes back. */
  | 'OAUTH2'
  /** The person pastes something. */
  | 'TOKEN';

/** Where an attempt to connect accounts stands. */
export type AuthorizationState =
  /** Nobody finished it in time. Start again. */
  | 'EXPIRED'
  /** The network granted access: choose among the candidates with connectChannels. */
  | 'GRANTED'
  /** It did not work; problem says why. Start again. */
  | 'REFUSED'
  /** Channels were connected with it. */
  | 'USED'
  /** The person has not come back from the network yet. */
  | 'WAITING';

/** Bluesky’s own settings of a post. */
export type BlueskyPostOptionsInput = {
  /** Languages of the text: at most three, BCP 47, with commas between: `ru, kk`. */
  languages?: string | null | undefined;
  /** Whether others may quote the post; true unless told. */
  quotes?: boolean | null | undefined;
  /** Who may reply: all, who follows the account, whom it follows, whom it mentions, nobody. All unless told. */
  replies?: BlueskyPostOptionsReplies | null | undefined;
};

/** Who may reply: all, who follows the account, whom it follows, whom it mentions, nobody. All unless told. */
export type BlueskyPostOptionsReplies =
  /** EVERYONE. */
  | 'EVERYONE'
  /** FOLLOWED. */
  | 'FOLLOWED'
  /** FOLLOWERS. */
  | 'FOLLOWERS'
  /** MENTIONED. */
  | 'MENTIONED'
  /** NOBODY. */
  | 'NOBODY';

/** Who speaks, and how. What is absent stays, null clears. */
export type BrandInput = {
  /** What everyone who writes must follow. */
  guidelines?: string | null | undefined;
  /** What it is there for. */
  mission?: string | null | undefined;
  /** Its name; a brand that is new needs one. */
  name?: string | null | undefined;
  /** Why people should choose it. */
  valueProposition?: string | null | undefined;
  /** How it looks on every network. */
  visualKit?: VisualKitInput | null | undefined;
  /** How it speaks. */
  voice?: BrandVoiceInput | null | undefined;
};

/** How it speaks. What is absent stays, null clears. */
export type BrandVoiceInput = {
  /** Words to avoid; at most 100. */
  avoid?: Array<string> | null | undefined;
  /** What not to do; at most 100. */
  dont?: Array<string> | null | undefined;
  /** What to do and say; at most 100. */
  say?: Array<string> | null | undefined;
  /** Its tone, in words. */
  tone?: string | null | undefined;
};

/** What became of one item of a bulk mutation. */
export type BulkOutcome =
  /** It is done. */
  | 'DONE'
  /** See problem. */
  | 'FAILED'
  /** Accepted; the network is still to be asked. */
  | 'QUEUED'
  /** Left as it is: it is too late for it, or it was called off. See problem. */
  | 'SKIPPED';

/** Where a campaign stands in its life. */
export type CampaignState =
  /** Under way. */
  | 'ACTIVE'
  /** Called off. */
  | 'CANCELLED'
  /** Over. */
  | 'COMPLETED'
  /** Being planned; its posts are held back. */
  | 'DRAFT'
  /** Its posts are held back. */
  | 'PAUSED';

/** Why a team needs a strategy. */
export type Challenge =
  /** Customers leave. */
  | 'FALLING_LOYALTY'
  /** The team works without order. */
  | 'IMMATURE_PROCESSES'
  /** It sells too little. */
  | 'LOW_SALES'
  /** Too few people come to the website. */
  | 'LOW_TRAFFIC'
  /** Search engines do not find it. */
  | 'NO_SEARCH_PRESENCE'
  /** It is spoken ill of. */
  | 'POOR_REPUTATION'
  /** Too few people know it. */
  | 'WEAK_AWARENESS';

/** What sort of account. */
export type ChannelKind =
  /** A profile that the network knows as a business. */
  | 'BUSINESS_PROFILE'
  /** A group that people join. */
  | 'GROUP'
  /** A page of a company, person or thing. */
  | 'PAGE'
  /** A private person’s profile. */
  | 'PERSONAL_PROFILE'
  /** A channel of videos. */
  | 'VIDEO_CHANNEL';

/** How accounts are to present themselves. What is absent stays. */
export type ChannelProfileInput = {
  /** Their picture, from the media library. */
  avatarAssetId?: string | number | null | undefined;
  /** What they say about themselves; empty: nothing any more. */
  bio?: string | null | undefined;
  /** Their name. */
  displayName?: string | null | undefined;
  /** The picture at their head, from the media library. */
  headerAssetId?: string | number | null | undefined;
  /** Their link, a web address; empty: none any more. */
  link?: string | null | undefined;
};

/** Whether a channel works. */
export type ChannelStatus =
  /** Works. */
  | 'CONNECTED'
  /** Works in part: health.missingScopes says what was not granted. */
  | 'DEGRADED'
  /** Was disconnected; its credentials are gone. */
  | 'DISCONNECTED'
  /** A person must connect it again. */
  | 'NEEDS_RECONNECT';

/** What is in the way. */
export type ConflictKind =
  /** More posts on a channel and day than its network takes. */
  | 'OVER_DAILY_LIMIT'
  /** The same text on several accounts of one network, or again on a channel, within 7 days of the one before; case and white space aside. */
  | 'SAME_TEXT'
  /** Posts on one channel, each less than 30 minutes after the one before. */
  | 'TOO_CLOSE';

/** Input of connectChannels. */
export type ConnectChannelsInput = {
  /** The authorization; it is used up by this. */
  authorizationId: string | number;
  /** Which of its candidates. */
  externalIds: Array<string>;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
};

/** Text, link and media. In an update, what is absent stays and null clears (in a variant: inherits again). */
export type ContentInput = {
  /** A link, beginning with http:// or https://. */
  link?: string | null | undefined;
  /** In order; at most 50. */
  media?: Array<ContentMediaInput> | null | undefined;
  /** Makes it a thread: what follows the text, in order; at most 100. Replaces all parts. */
  parts?: Array<ContentPartInput> | null | undefined;
  /** The text. */
  text?: string | null | undefined;
};

/** An asset and its description. */
export type ContentMediaInput = {
  /** For people who cannot see it; absent: the asset’s own. */
  altText?: string | null | undefined;
  /** The asset. */
  assetId: string | number;
};

/** A further part of a thread. */
export type ContentPartInput = {
  /** In order; at most 50. */
  media?: Array<ContentMediaInput> | null | undefined;
  /** The text. */
  text: string;
};

/** What makes people take part in content: the five principles of R. Bhargava. */
export type ContentPrinciple =
  /** Can be passed on with one tap. */
  | 'EASY_TO_SHARE'
  /** Gives people something to talk of. */
  | 'INSPIRE'
  /** Asks people to make it their own and pass it on. */
  | 'INVITE_SHARING'
  /** Gives those who take part something for it. */
  | 'REWARD'
  /** Is brought to people by us, not only offered. */
  | 'SHARE_ACTIVELY';

/** How people talk. */
export type ConversationKind =
  /** Comments below a post. */
  | 'COMMENTS'
  /** Direct messages. */
  | 'DIRECT'
  /** A mention elsewhere on the network. */
  | 'MENTION'
  /** A review. */
  | 'REVIEW';

/** Input of createApiToken. */
export type CreateApiTokenInput = {
  /** When it ends by itself; absent: never. */
  expiresAt?: string | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** What it is for. */
  name: string;
  /** What it may do; no more than you may. */
  scopes: Array<Permission>;
};

/** Input of createCampaign. */
export type CreateCampaignInput = {
  /** What it may cost; all its entries are of that currency. */
  budget?: MoneyInput | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** Its KPIs; at most 50. */
  kpis?: Array<KpiInput> | null | undefined;
  /** Its name. */
  name: string;
  /** What people should know. */
  note?: string | null | undefined;
  /** What it is for. */
  objective: ObjectiveKind;
  /** When it runs. None of its posts goes out after its last day. */
  period: PeriodInput;
  /** Its promo codes, each once; at most 50. */
  promoCodes?: Array<string> | null | undefined;
  /** The strategy that it is planned under. */
  strategyId?: string | number | null | undefined;
  /** What it adds to its posts’ links. */
  utm?: UtmInput | null | undefined;
  /** The workspace; absent: the only one that the viewer belongs to. */
  workspaceId?: string | number | null | undefined;
};

/** Input of createContentPlan. */
export type CreateContentPlanInput = {
  /** The campaign that it is of; its posts are, too. */
  campaignId?: string | number | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** Its name; at most 200 characters. */
  name: string;
  /** What the team should know; at most 5000 characters. */
  note?: string | null | undefined;
  /** Of which days, those of the workspace's zone; at most 366. */
  period: PeriodInput;
  /** Of what its posts are made; absent: it is empty. */
  source?: PlanSourceInput | null | undefined;
  /** The strategy that it follows; absent: its campaign’s. */
  strategyId?: string | number | null | undefined;
  /** The workspace; absent: the only one that the viewer belongs to. */
  workspaceId?: string | number | null | undefined;
};

/** Input of createPost. */
export type CreatePostInput = {
  /** Made by a machine, in whole or in a part that matters. */
  aiGenerated?: boolean | null | undefined;
  /** Who works on it: a member of the workspace. A creator sees what they are given. */
  assigneeId?: string | number | null | undefined;
  /** The campaign that it is of. */
  campaignId?: string | number | null | undefined;
  /** What the variants inherit. */
  content: ContentInput;
  /** Someone gave something for it. */
  gifted?: boolean | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** What it is for, of the same strategy. */
  objectiveId?: string | number | null | undefined;
  /** What it announces, or is about. */
  occasionId?: string | number | null | undefined;
  /** Someone paid for it. */
  paidPartnership?: boolean | null | undefined;
  /** Whom it is for, of the same strategy. */
  personaId?: string | number | null | undefined;
  /** The theme that it belongs to, of a strategy that still has it. */
  pillarId?: string | number | null | undefined;
  /** The content plan that it stands in. */
  planId?: string | number | null | undefined;
  /** The content principles that it follows, each once. */
  principles?: Array<ContentPrinciple> | null | undefined;
  /** At most 50. Written as the workspace has them already, whatever the case, and without a # before them. */
  tags?: Array<string> | null | undefined;
  /** For the team; never published. */
  title?: string | null | undefined;
  /** One for each channel; at most 50. */
  variants: Array<PostVariantInput>;
  /** The workspace; absent: the only one that the viewer belongs to. */
  workspaceId?: string | number | null | undefined;
};

/** Input of createStrategy. */
export type CreateStrategyInput = {
  /** Who speaks, and how. */
  brand?: BrandInput | null | undefined;
  /** What it may cost in its period. */
  budget?: MoneyInput | null | undefined;
  /** Why it is needed, each at most once. */
  challenges?: Array<Challenge> | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** What the company does. */
  industry?: string | null | undefined;
  /** How it earns, each at most once. */
  monetisation?: Array<Monetisation> | null | undefined;
  /** Its name. */
  name: string;
  /** The networks that it is for; at most 50. */
  networkChoices?: Array<NetworkChoiceInput> | null | undefined;
  /** What is wanted; at most 50. */
  objectives?: Array<ObjectiveInput> | null | undefined;
  /** When it holds. */
  period: PeriodInput;
  /** Whom it is to reach; at most 50. */
  personas?: Array<PersonaInput> | null | undefined;
  /** Its recurring themes; at most 50. */
  pillars?: Array<PillarInput> | null | undefined;
  /** The content principles that it follows; at most 5. */
  principles?: Array<PrincipleTargetInput> | null | undefined;
  /** How it gets there, each at most once. */
  tactics?: Array<Tactic> | null | undefined;
  /** The workspace; absent: the only one that the viewer belongs to. */
  workspaceId?: string | number | null | undefined;
};

/** A field of one of the network’s ways to connect (Network.auth), or of its apps (Network.app). */
export type CredentialInput = {
  /** Its name. */
  name: string;
  /** What the person typed. */
  value: string;
};

/** What a viewer can do with a delivery. */
export type DeliveryAction =
  /** resolveDelivery. */
  | 'RESOLVE'
  /** retryDeliveries. */
  | 'RETRY';

/** Where a delivery stands in its life. */
export type DeliveryState =
  /** The network’s own moderators must let it through. */
  | 'AWAITING_MODERATION'
  /** Called off before it went out. */
  | 'CANCELLED'
  /** Refused for good; problem says why. */
  | 'FAILED'
  /** Its time passed while nothing could run. */
  | 'MISSED'
  /** Only a person can help; problem and explanation say how. */
  | 'NEEDS_USER'
  /** Has a time; nothing has begun. */
  | 'PLANNED'
  /** The network took it and is still working on it. */
  | 'PROCESSING'
  /** It is out. */
  | 'PUBLISHED'
  /** Its time has come. */
  | 'QUEUED'
  /** Was out, and was taken down. */
  | 'REMOVED'
  /** A failure that passes; it is tried again at nextTryAt. */
  | 'RETRY_SCHEDULED'
  /** A worker is at it. */
  | 'SENDING'
  /** It was sent, the answer was lost, and the network cannot tell. Not sent again until a person says so. */
  | 'UNCONFIRMED';

/** What a person found on the channel. */
export type DeliveryVerdict =
  /** It is not there; it can be retried. */
  | 'NOT_PUBLISHED'
  /** It is there. */
  | 'PUBLISHED';

/** Who they are. What is absent or empty: any. */
export type DemographicsInput = {
  /** Years; null: no lower end. */
  ageFrom?: number | null | undefined;
  /** Years, included; null: no upper end. */
  ageTo?: number | null | undefined;
  /** The same, closer; at most 100. */
  cities?: Array<string> | null | undefined;
  /** Where they live; at most 100. */
  countries?: Array<string> | null | undefined;
  /** Keys as audience profiles have them, such as FEMALE; at most 100. */
  genders?: Array<string> | null | undefined;
  /** What they read; at most 100. */
  languages?: Array<string> | null | undefined;
};

/** Input of disconnectChannel. */
export type DisconnectChannelInput = {
  /** The channel. */
  channelId: string | number;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
};

/** Who must act to make it work. */
export type ErrorActor =
  /** The program that calls. */
  | 'CLIENT'
  /** The social network; waiting helps. */
  | 'NETWORK'
  /** Whoever runs this installation. */
  | 'OPERATOR'
  /** The person behind it. */
  | 'USER';

/** One code an error type. Stable: what clients translate. */
export type ErrorCode =
  /** See AuthorizationNotReady. */
  | 'AUTHORIZATION_NOT_READY'
  /** See ChannelUnavailable. */
  | 'CHANNEL_UNAVAILABLE'
  /** See IdempotencyKeyReused. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** See NetworkAppMissing. */
  | 'NETWORK_APP_MISSING'
  /** See NetworkRefused. */
  | 'NETWORK_REFUSED'
  /** See NotFound. */
  | 'NOT_FOUND'
  /** See NotSupportedByNetwork. */
  | 'NOT_SUPPORTED_BY_NETWORK'
  /** See NoFreeSlot. */
  | 'NO_FREE_SLOT'
  /** See RevisionConflict. */
  | 'REVISION_CONFLICT'
  /** See StorageFull. */
  | 'STORAGE_FULL'
  /** See ValidationFailed. */
  | 'VALIDATION_FAILED'
  /** See WrongState. */
  | 'WRONG_STATE';

/** What happened. */
export type EventType =
  /** A campaign was planned. */
  | 'CAMPAIGN_CREATED'
  /** A cost, commitment or revenue of a campaign was written down. */
  | 'CAMPAIGN_ENTRY_ADDED'
  /** An entry of a campaign was taken back. */
  | 'CAMPAIGN_ENTRY_REMOVED'
  /** A campaign moved to another state. */
  | 'CAMPAIGN_STATE_CHANGED'
  /** A campaign was changed; fields says what. */
  | 'CAMPAIGN_UPDATED'
  /** A channel’s status changed; from and to say how. */
  | 'CHANNEL_CHANGED'
  /** A channel was connected, for the first time or again. */
  | 'CHANNEL_CONNECTED'
  /** A channel was disconnected; its credentials are gone. */
  | 'CHANNEL_DISCONNECTED'
  /** A competitor was named. */
  | 'COMPETITOR_CREATED'
  /** What was seen of a competitor was written down. */
  | 'COMPETITOR_SNAPSHOTS_RECORDED'
  /** A competitor was changed; fields says what. */
  | 'COMPETITOR_UPDATED'
  /** A content plan was made. */
  | 'CONTENT_PLAN_CREATED'
  /** A content plan was deleted; its posts stay. */
  | 'CONTENT_PLAN_DELETED'
  /** A content plan was changed; fields says what. */
  | 'CONTENT_PLAN_UPDATED'
  /** A delivery was made, or moved to another state. */
  | 'DELIVERY_CHANGED'
  /** An idea was written down. */
  | 'IDEA_CREATED'
  /** An idea was deleted. */
  | 'IDEA_DELETED'
  /** An idea became a post. */
  | 'IDEA_PROMOTED'
  /** An idea was changed; fields says what. */
  | 'IDEA_UPDATED'
  /** A picture, video or document was uploaded. */
  | 'MEDIA_UPLOADED'
  /** An app of the workspace was registered, or another one in its place. */
  | 'NETWORK_APP_REGISTERED'
  /** The workspace’s app on a network was removed. */
  | 'NETWORK_APP_REMOVED'
  /** An occasion was entered. */
  | 'OCCASION_CREATED'
  /** An occasion was deleted; its posts stay. */
  | 'OCCASION_DELETED'
  /** An occasion was changed; fields says what. */
  | 'OCCASION_UPDATED'
  /** A pattern for content plans was made. */
  | 'PLAN_TEMPLATE_CREATED'
  /** A pattern for content plans was deleted. */
  | 'PLAN_TEMPLATE_DELETED'
  /** A pattern for content plans was changed; fields says what. */
  | 'PLAN_TEMPLATE_UPDATED'
  /** A post was written. */
  | 'POST_CREATED'
  /** A post’s campaign holds it back. */
  | 'POST_HELD'
  /** Someone published a post now. */
  | 'POST_PUBLISH_REQUESTED'
  /** A post’s campaign no longer holds it back. */
  | 'POST_RELEASED'
  /** A post got its time, or another one. */
  | 'POST_SCHEDULED'
  /** A post’s deliveries moved it to another state. */
  | 'POST_STATE_CHANGED'
  /** A post lost its time. */
  | 'POST_UNSCHEDULED'
  /** A post was changed; fields says what. */
  | 'POST_UPDATED'
  /** A channel got a weekly time. */
  | 'SLOT_ADDED'
  /** A channel lost a weekly time. */
  | 'SLOT_REMOVED'
  /** What a network’s calls may cost in a month was set, or taken away; from and to say how much. */
  | 'SPENDING_CAP_CHANGED'
  /** A strategy was written. */
  | 'STRATEGY_CREATED'
  /** A strategy was corrected, and it was said why. */
  | 'STRATEGY_REVIEWED'
  /** A strategy was put into force, or put away. */
  | 'STRATEGY_STATE_CHANGED'
  /** A strategy was changed; fields says what. */
  | 'STRATEGY_UPDATED'
  /** An API token was made. */
  | 'TOKEN_CREATED'
  /** An API token was revoked. */
  | 'TOKEN_REVOKED'
  /** The workspace’s own settings were changed; fields says which. */
  | 'WORKSPACE_UPDATED';

/** What a score rests on. */
export type FitStatus =
  /** On what the network, or somebody who measured it, published of its audience. */
  | 'DECLARED'
  /** On an audience that was measured on channels of our own, at least in part. */
  | 'MEASURED'
  /** On nothing: no audience is known, or none tells of what the persona is. */
  | 'NO_DATA';

/** The period that one value is of. */
export type Granularity =
  /** A day. */
  | 'DAY'
  /** An hour. */
  | 'HOUR'
  /** A month. */
  | 'MONTH'
  /** A week. */
  | 'WEEK';

/** Where a card of the backlog lies. */
export type IdeaStage =
  /** Wanted. */
  | 'CHOSEN'
  /** Not wanted, or no longer. */
  | 'DROPPED'
  /** Somebody works on it. */
  | 'IN_WORK'
  /** Written down. */
  | 'NEW'
  /** It became a post, by promoteIdea alone. */
  | 'USED';

/** What is measured. */
export type InsightsScope =
  /** Who follows the account. */
  | 'AUDIENCE'
  /** The account. */
  | 'CHANNEL'
  /** One thing that was published. */
  | 'PUBLICATION';

/** How bad. */
export type IssueSeverity =
  /** It cannot go out like this. */
  | 'ERROR'
  /** Good to know. */
  | 'INFO'
  /** It can go out, and someone may regret it. */
  | 'WARNING';

/** With id it changes that KPI: what is absent stays, null clears. Without id it adds one, which needs name, target, deadline, direction, and metric or formula. */
export type KpiChangeInput = {
  /** Where it begins; null: nobody knows. */
  baseline?: number | null | undefined;
  /** The last day on which it may be reached. */
  deadline?: string | null | undefined;
  /** Which way is better. */
  direction?: TrendDirection | null | undefined;
  /** Of keys of metrics, by + - * /, numbers and parentheses, such as (likes + comments) / reach. */
  formula?: string | null | undefined;
  /** The KPI; absent: a new one. */
  id?: string | number | null | undefined;
  /** What is measured, by key; or send formula. */
  metric?: string | null | undefined;
  /** Its name; no other KPI beside it has the same. */
  name?: string | null | undefined;
  /** Where it is to come. */
  target?: number | null | undefined;
};

/** A measured target. It has a metric or a formula, not both. */
export type KpiInput = {
  /** Where it begins; null: nobody knows. */
  baseline?: number | null | undefined;
  /** The last day on which it may be reached. */
  deadline: string;
  /** Which way is better. */
  direction: TrendDirection;
  /** Of keys of metrics, by + - * /, numbers and parentheses, such as (likes + comments) / reach. */
  formula?: string | null | undefined;
  /** What is measured, by key; or send formula. */
  metric?: string | null | undefined;
  /** Its name; no other KPI beside it has the same. */
  name: string;
  /** Where it is to come. */
  target: number;
};

/** How a KPI stands. The same progress is expected of every day from the start of the period to the deadline. */
export type KpiStatus =
  /** More than 10 percentage points further than is expected of this day. */
  | 'AHEAD'
  /** More than 10 percentage points behind. */
  | 'AT_RISK'
  /** The deadline is over, and the target was not reached. */
  | 'MISSED'
  /** Nothing was measured, or there is no baseline to measure the way from. */
  | 'NO_DATA'
  /** Within 10 percentage points of what is expected of this day. */
  | 'ON_TRACK'
  /** The target is reached. */
  | 'REACHED';

/** What becomes of a post whose time passed while nothing could run. Five minutes late is on time. */
export type LatePolicy =
  /** A person is asked. */
  | 'ASK'
  /** It goes out late, within 24 hours; after that it is missed. */
  | 'PUBLISH_LATE'
  /** It is missed. */
  | 'SKIP';

/** Input of launchCampaign. */
export type LaunchCampaignInput = {
  /** The campaign. */
  campaignId: string | number;
  /** Refuse if it has another one by now. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
};

/** What it is. */
export type MediaKind =
  /** A picture that moves. */
  | 'ANIMATION'
  /** Sound. */
  | 'AUDIO'
  /** A document. */
  | 'DOCUMENT'
  /** A picture that stands still. */
  | 'IMAGE'
  /** A video. */
  | 'VIDEO';

/** What can be done with a message. */
export type MessageAction =
  /** Delete it. */
  | 'DELETE'
  /** Hide it from others. */
  | 'HIDE'
  /** Like it. */
  | 'LIKE'
  /** Answer it. */
  | 'REPLY'
  /** Show it again. */
  | 'UNHIDE'
  /** Like it no more. */
  | 'UNLIKE';

/** What a value counts. */
export type MetricUnit =
  /** Things or people. */
  | 'COUNT'
  /** Money; the value says in which currency. */
  | 'MONEY'
  /** A part of the whole: 1 is all of it. */
  | 'RATIO'
  /** Seconds. */
  | 'SECONDS';

/** How it earns. */
export type Monetisation =
  /** Others pay to be shown. */
  | 'ADVERTISING'
  /** Others pay for what is bought through us. */
  | 'AFFILIATE'
  /** We sell what is ours. */
  | 'OWN_SALES';

/** An amount of money. */
export type MoneyInput = {
  /** How much. */
  amount: string;
  /** Of what. */
  currency: string;
};

/** Of a network that was chosen it changes what is given: what is absent stays, null clears. Another network it adds, which needs rationale. */
export type NetworkChoiceChangeInput = {
  /** Its key; of those that are installed. */
  network: string;
  /** How many posts a week are aimed at, 0 to 1000. */
  postsPerWeek?: number | null | undefined;
  /** Why it is chosen. */
  rationale?: string | null | undefined;
  /** What it is for among the others. */
  role?: string | null | undefined;
};

/** Why to be on a network, and as what. */
export type NetworkChoiceInput = {
  /** Its key; of those that are installed. */
  network: string;
  /** How many posts a week are aimed at, 0 to 1000. */
  postsPerWeek?: number | null | undefined;
  /** Why it is chosen. */
  rationale: string;
  /** What it is for among the others. */
  role?: string | null | undefined;
};

/** A network’s own settings of a post: exactly the field of the channel’s network. */
export type NetworkOptionsInput =
  {   /** For a channel of this network. */
  bluesky: BlueskyPostOptionsInput; sandbox?: never; twitter?: never; vk?: never; }
  |  { bluesky?: never;   /** For a channel of this network. */
  sandbox: SandboxPostOptionsInput; twitter?: never; vk?: never; }
  |  { bluesky?: never; sandbox?: never;   /** For a channel of this network. */
  twitter: TwitterPostOptionsInput; vk?: never; }
  |  { bluesky?: never; sandbox?: never; twitter?: never;   /** For a channel of this network. */
  vk: VkPostOptionsInput; };

/** With id it changes that objective: what is absent stays, null clears. Without id it adds one, which needs kind. */
export type ObjectiveChangeInput = {
  /** The objective; absent: a new one. */
  id?: string | number | null | undefined;
  /** What is wanted. */
  kind?: ObjectiveKind | null | undefined;
  /** Changes or adds these; others stay. Its KPIs; at most 50. */
  kpis?: Array<KpiChangeInput> | null | undefined;
  /** What it means here, in words. */
  note?: string | null | undefined;
  /** Takes these away. */
  removeKpiIds?: Array<string | number> | null | undefined;
  /** For whom, each at most once. */
  stakeholders?: Array<Stakeholder> | null | undefined;
};

/** What is wanted, and for whom. */
export type ObjectiveInput = {
  /** What is wanted. */
  kind: ObjectiveKind;
  /** Its KPIs; at most 50. */
  kpis?: Array<KpiInput> | null | undefined;
  /** What it means here, in words. */
  note?: string | null | undefined;
  /** For whom, each at most once. */
  stakeholders?: Array<Stakeholder> | null | undefined;
};

/** What is wanted. */
export type ObjectiveKind =
  /** To be known. */
  | 'AWARENESS'
  /** To gather people who talk with each other. */
  | 'COMMUNITY'
  /** To find people who may buy. */
  | 'LEADS'
  /** To keep customers. */
  | 'LOYALTY'
  /** To find staff. */
  | 'RECRUITMENT'
  /** To be well spoken of. */
  | 'REPUTATION'
  /** To sell. */
  | 'SALES'
  /** To help customers. */
  | 'SERVICE'
  /** To bring visits. */
  | 'TRAFFIC';

/** An objective of the same strategy. */
export type ObjectiveReferenceInput =
  {   /** By id. */
  id: string | number; index?: never; }
  |  { id?: never;   /** By its place in the list objectives of the same input, from 0. */
  index: number; };

/** Where, when and how they are online. */
export type OnlineHabitsInput = {
  /** Forms of content that they like. */
  formats?: Array<PostFormat> | null | undefined;
  /** Hours of the day at which they are there, 0 to 23, by their own clocks. */
  hours?: Array<number> | null | undefined;
  /** Keys of the networks that they use, of those that are installed; at most 100. */
  networks?: Array<string> | null | undefined;
};

/** Which end of a period. */
export type PeriodEdge =
  /** Its last day. */
  | 'END'
  /** Its first day. */
  | 'START';

/** Days of a calendar, both ends included. */
export type PeriodInput = {
  /** The first day. */
  from: string;
  /** The last day; it belongs to the period. */
  to: string;
};

/** What a role or a token may do. */
export type Permission =
  /** Decide on posts in review. */
  | 'APPROVE_POSTS'
  /** Connect and disconnect channels. */
  | 'MANAGE_CHANNELS'
  /** Invite and remove members; see their addresses. */
  | 'MANAGE_MEMBERS'
  /** Make and revoke API tokens. */
  | 'MANAGE_TOKENS'
  /** Tell other servers of events. */
  | 'MANAGE_WEBHOOKS'
  /** Schedule and publish posts. */
  | 'PUBLISH_POSTS'
  /** See who did what. */
  | 'READ_AUDIT_LOG'
  /** See campaigns. */
  | 'READ_CAMPAIGNS'
  /** See what followers write. */
  | 'READ_CONVERSATIONS'
  /** See metrics. */
  | 'READ_INSIGHTS'
  /** See posts, deliveries and media. */
  | 'READ_POSTS'
  /** See strategies. */
  | 'READ_STRATEGY'
  /** Run ads and spend money. */
  | 'WRITE_ADS'
  /** Write campaigns. */
  | 'WRITE_CAMPAIGNS'
  /** Answer and moderate. */
  | 'WRITE_CONVERSATIONS'
  /** Write and change posts. */
  | 'WRITE_POSTS'
  /** Write reports and alerts. */
  | 'WRITE_REPORTS'
  /** Write strategies, personas and competitors. */
  | 'WRITE_STRATEGY';

/** With id it changes that persona: what is absent stays, null clears. Without id it adds one, which needs name. */
export type PersonaChangeInput = {
  /** Who they are, in numbers. */
  demographics?: DemographicsInput | null | undefined;
  /** Who they are, in words. */
  description?: string | null | undefined;
  /** Where, when and how they are online. */
  habits?: OnlineHabitsInput | null | undefined;
  /** The persona; absent: a new one. */
  id?: string | number | null | undefined;
  /** What they care for; at most 100. */
  interests?: Array<string> | null | undefined;
  /** Why they would come; at most 100. */
  motives?: Array<string> | null | undefined;
  /** What the team calls them; no other persona of the strategy has the same. */
  name?: string | null | undefined;
  /** What holds them back; at most 100. */
  objections?: Array<string> | null | undefined;
  /** What they want of us; at most 100. */
  wishes?: Array<string> | null | undefined;
};

/** Whom we want to reach. */
export type PersonaInput = {
  /** Who they are, in numbers. */
  demographics?: DemographicsInput | null | undefined;
  /** Who they are, in words. */
  description?: string | null | undefined;
  /** Where, when and how they are online. */
  habits?: OnlineHabitsInput | null | undefined;
  /** What they care for; at most 100. */
  interests?: Array<string> | null | undefined;
  /** Why they would come; at most 100. */
  motives?: Array<string> | null | undefined;
  /** What the team calls them; no other persona of the strategy has the same. */
  name: string;
  /** What holds them back; at most 100. */
  objections?: Array<string> | null | undefined;
  /** What they want of us; at most 100. */
  wishes?: Array<string> | null | undefined;
};

/** With id it changes that pillar: what is absent stays, null clears. Without id it adds one, which needs name. */
export type PillarChangeInput = {
  /** What makes people want it. */
  appeal?: Appeal | null | undefined;
  /** Its colour in calendars. */
  color?: string | null | undefined;
  /** What belongs to it. */
  description?: string | null | undefined;
  /** The pillar; absent: a new one. */
  id?: string | number | null | undefined;
  /** Its name; no other pillar of the strategy has the same. */
  name?: string | null | undefined;
  /** The objectives that it serves; they replace those it has. */
  objectives?: Array<ObjectiveReferenceInput> | null | undefined;
  /** Its part of the posts, 0 to 1; those of all pillars add up to 1 at most. Null: none is aimed at. */
  targetShare?: number | null | undefined;
};

/** A recurring theme. */
export type PillarInput = {
  /** What makes people want it. */
  appeal?: Appeal | null | undefined;
  /** Its colour in calendars. */
  color?: string | null | undefined;
  /** What belongs to it. */
  description?: string | null | undefined;
  /** Its name; no other pillar of the strategy has the same. */
  name: string;
  /** The objectives that it serves; they replace those it has. */
  objectives?: Array<ObjectiveReferenceInput> | null | undefined;
  /** Its part of the posts, 0 to 1; those of all pillars add up to 1 at most. Null: none is aimed at. */
  targetShare?: number | null | undefined;
};

/** Of what a plan's posts are made: exactly one of these. At most 500 posts. */
export type PlanSourceInput =
  {   /** An empty post for each time at which these channels have a free slot, with a variant for each of them that has it; it takes the slot. At most 50 channels. */
  slotsOfChannelIds: Array<string | number>; templateId?: never; }
  |  { slotsOfChannelIds?: never;   /** A post for each entry of this template that falls within the period. What could not be made as it says is in notices. */
  templateId: string | number; };

/** What a viewer can do with a post. */
export type PostAction =
  /** duplicatePost. */
  | 'DUPLICATE'
  /** updatePost. */
  | 'EDIT'
  /** publishPost. */
  | 'PUBLISH'
  /** queuePost. */
  | 'QUEUE'
  /** schedulePost. */
  | 'SCHEDULE'
  /** unschedulePost. */
  | 'UNSCHEDULE';

/** Which posts: all of what is given holds. Of ids and words of a list any; a list has at most 100. */
export type PostFilterInput = {
  /** That any of these members works on. */
  assigneeIds?: Array<string | number> | null | undefined;
  /** Written by any of these members or tokens. */
  authorIds?: Array<string | number> | null | undefined;
  /** Of any of these campaigns. */
  campaignIds?: Array<string | number> | null | undefined;
  /** With a variant for any of these channels. */
  channelIds?: Array<string | number> | null | undefined;
  /** With a variant for any of these networks, by key. */
  networks?: Array<string> | null | undefined;
  /** That name any of these objectives themselves. */
  objectiveIds?: Array<string | number> | null | undefined;
  /** Of any of these occasions. */
  occasionIds?: Array<string | number> | null | undefined;
  /** For any of these personas. */
  personaIds?: Array<string | number> | null | undefined;
  /** Of any of these pillars. */
  pillarIds?: Array<string | number> | null | undefined;
  /** In any of these content plans. */
  planIds?: Array<string | number> | null | undefined;
  /** That follow any of these. */
  principles?: Array<ContentPrinciple> | null | undefined;
  /** Whose time is this instant or later. */
  scheduledFrom?: string | null | undefined;
  /** Whose time is before this instant. */
  scheduledTo?: string | null | undefined;
  /** True: that name an objective, or a pillar that serves one; false: that do neither. */
  servesObjective?: boolean | null | undefined;
  /** Any of these. */
  state?: Array<PostState> | null | undefined;
  /** With any of these tags, as Workspace.tags writes them. */
  tags?: Array<string> | null | undefined;
  /** With every one of these words somewhere in title, text, link, tags or a variant: in any English or Russian form, else by its letters, also as a part of a word. At most 500 characters and 20 words. */
  text?: string | null | undefined;
};

/** A form of content. */
export type PostFormat =
  /** A long text with a title. */
  | 'ARTICLE'
  /** Several pictures or videos. */
  | 'CAROUSEL'
  /** A link, with a card where the network makes one. */
  | 'LINK'
  /** One picture. */
  | 'PHOTO'
  /** A question with answers to choose from. */
  | 'POLL'
  /** A short upright video. */
  | 'SHORT_VIDEO'
  /** Something that disappears after a day. */
  | 'STORY'
  /** Text alone. */
  | 'TEXT'
  /** Several parts, one after the other. */
  | 'THREAD'
  /** A video. */
  | 'VIDEO';

/** Another time for a post. */
export type PostMoveInput = {
  /** When. */
  at: WallTimeInput;
  /** Refuse this move if the post has another one by now. */
  expectedRevision?: number | null | undefined;
  /** The post. */
  postId: string | number;
};

/** By what posts are sorted. */
export type PostOrderField =
  /** When it was written. */
  | 'CREATED_AT'
  /** When it goes out; those without a time last. */
  | 'SCHEDULED_AT'
  /** Its title; those without one last. */
  | 'TITLE'
  /** When anything of it last changed. */
  | 'UPDATED_AT';

/** How posts are sorted. */
export type PostOrderInput = {
  /** Up or down. */
  direction?: SortDirection;
  /** By what. */
  field: PostOrderField;
};

/** Where a post stands in its life: first what people decide, then what its deliveries make of it. */
export type PostState =
  /** May go out; has no time yet. */
  | 'APPROVED'
  /** Put away. */
  | 'ARCHIVED'
  /** Called off. */
  | 'CANCELLED'
  /** Sent back to its author. */
  | 'CHANGES_REQUESTED'
  /** Being written. */
  | 'DRAFT'
  /** No delivery is out. */
  | 'FAILED'
  /** Waits for a decision. */
  | 'IN_REVIEW'
  /** Some deliveries are out, the others will not go. */
  | 'PARTIALLY_PUBLISHED'
  /** Every delivery is out. */
  | 'PUBLISHED'
  /** Some delivery is not settled yet. */
  | 'PUBLISHING'
  /** Has a time; nothing has gone out yet. */
  | 'SCHEDULED';

/** A post for one channel. What is absent or null is inherited. */
export type PostVariantInput = {
  /** The channel. */
  channelId: string | number;
  /** What differs from the post. */
  content?: ContentInput | null | undefined;
  /** Posted below it at once, where the network can. */
  firstComment?: string | null | undefined;
  /** Absent: what the content asks for. */
  format?: PostFormat | null | undefined;
  /** The network’s own settings. */
  options?: NetworkOptionsInput | null | undefined;
};

/** A content principle that the strategy follows. */
export type PrincipleTargetInput = {
  /** The principle; each at most once. */
  principle: ContentPrinciple;
  /** The part of the posts that are to follow it, 0 to 1; null: none is aimed at. */
  targetShare?: number | null | undefined;
};

/** What a network, a credential or a job can run into. Closed: the kind alone decides what happens next. */
export type ProblemKind =
  /** Account restricted. */
  | 'ACCOUNT_RESTRICTED'
  /** Auth expired. */
  | 'AUTH_EXPIRED'
  /** Auth revoked. */
  | 'AUTH_REVOKED'
  /** Awaiting moderation. */
  | 'AWAITING_MODERATION'
  /** Challenge required. */
  | 'CHALLENGE_REQUIRED'
  /** Content rejected. */
  | 'CONTENT_REJECTED'
  /** Duplicate. */
  | 'DUPLICATE'
  /** Media rejected. */
  | 'MEDIA_REJECTED'
  /** Network down. */
  | 'NETWORK_DOWN'
  /** Not found. */
  | 'NOT_FOUND'
  /** Outcome unknown. */
  | 'OUTCOME_UNKNOWN'
  /** Permission denied. */
  | 'PERMISSION_DENIED'
  /** Rate limited. */
  | 'RATE_LIMITED'
  /** Unexpected. */
  | 'UNEXPECTED';

/** Input of publishPost. */
export type PublishPostInput = {
  /** Refuse if it has another one by now. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** The post. */
  postId: string | number;
};

/** What can be done with a post beside publishing it. */
export type PublishingAction =
  /** Change what is out. */
  | 'EDIT'
  /** Comment on it at once. */
  | 'FIRST_COMMENT'
  /** Take it down. */
  | 'REMOVE';

/** Input of queuePost. */
export type QueuePostInput = {
  /** Refuse if it has another one by now. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** The earliest time; absent: from now on. */
  notBefore?: string | null | undefined;
  /** The post. */
  postId: string | number;
};

/** Who shares a limit. */
export type RateLimitScope =
  /** All calls with one login. */
  | 'ACCOUNT'
  /** All accounts of one app. */
  | 'APP'
  /** Those calls of one login that name it. */
  | 'METHOD';

/** Input of registerNetworkApp. */
export type RegisterNetworkAppInput = {
  /** By which the network knows the app. */
  clientId: string;
  /** What only the network and the app know; absent: the network gives none. */
  clientSecret?: string | null | undefined;
  /** What else Network.app names; absent: nothing. */
  fields?: Array<CredentialInput> | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** The network’s key. */
  network: string;
  /** The workspace; absent: the only one that the viewer belongs to. */
  workspaceId?: string | number | null | undefined;
};

/** Input of reschedulePosts. */
export type ReschedulePostsInput = {
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** The moves, one a post; at most 100. */
  moves: Array<PostMoveInput>;
};

/** Input of resolveDelivery. */
export type ResolveDeliveryInput = {
  /** The delivery. */
  deliveryId: string | number;
  /** The network’s id of the post that was found, where it is known. */
  externalId?: string | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** What the person found. */
  verdict: DeliveryVerdict;
};

/** Input of retryDeliveries. */
export type RetryDeliveriesInput = {
  /** The deliveries, at most 100. */
  deliveryIds: Array<string | number>;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
};

/** Input of reviewStrategy. */
export type ReviewStrategyInput = {
  /** What it may cost in its period. */
  budget?: MoneyInput | null | undefined;
  /** What is changed for it, in words. */
  changed: string;
  /** Refuse if it has another one by now. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** What was learned. */
  learned: string;
  /** Changes or adds these; others stay. Then at most 50. */
  networkChoices?: Array<NetworkChoiceChangeInput> | null | undefined;
  /** Changes or adds these; others stay. Then at most 50. */
  objectives?: Array<ObjectiveChangeInput> | null | undefined;
  /** Changes or adds these; others stay. Then at most 50. */
  personas?: Array<PersonaChangeInput> | null | undefined;
  /** Changes or adds these; others stay. Then at most 50. */
  pillars?: Array<PillarChangeInput> | null | undefined;
  /** The content principles that it follows, in place of those before; at most 5. */
  principles?: Array<PrincipleTargetInput> | null | undefined;
  /** Takes these networks away, by key. */
  removeNetworks?: Array<string> | null | undefined;
  /** Retires these, with their KPIs; posts that were made for them still say so. */
  removeObjectiveIds?: Array<string | number> | null | undefined;
  /** Retires these; posts that were made for them still say so. */
  removePersonaIds?: Array<string | number> | null | undefined;
  /** Retires these; posts that were made for them still say so. */
  removePillarIds?: Array<string | number> | null | undefined;
  /** The strategy. */
  strategyId: string | number;
  /** How it gets there, each at most once. */
  tactics?: Array<Tactic> | null | undefined;
};

/** Sandbox’s own settings of a post. */
export type SandboxPostOptionsInput = {
  /** How long the network keeps the post in processing before people see it; 0 unless told. */
  delaySeconds?: number | null | undefined;
};

/** Input of schedulePost. */
export type SchedulePostInput = {
  /** When. */
  at: WallTimeInput;
  /** Refuse if it has another one by now. */
  expectedRevision?: number | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** If the time passes while nothing can run; absent: PUBLISH_LATE. */
  latePolicy?: LatePolicy | null | undefined;
  /** The post. */
  postId: string | number;
};

/** When the network’s answer is final. */
export type Settling =
  /** The network may work on it for a while. */
  | 'LATER'
  /** At once. */
  | 'NOW';

/** Up or down. */
export type SortDirection =
  /** The least, earliest or first first. */
  | 'ASC'
  /** The most, latest or last first. */
  | 'DESC';

/** For whom something is done. */
export type Stakeholder =
  /** Those whom many follow. */
  | 'BLOGGERS'
  /** Those who buy, or may. */
  | 'CUSTOMERS'
  /** Those who work here, or may. */
  | 'EMPLOYEES'
  /** Those who write for the media. */
  | 'JOURNALISTS'
  /** Everyone. */
  | 'PUBLIC';

/** Input of startChannelConnection. */
export type StartChannelConnectionInput = {
  /** What the person typed, by the fields of one of the ways in Network.auth; absent: nothing. */
  credentials?: Array<CredentialInput> | null | undefined;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** The network’s key. */
  network: string;
  /** Where the person’s browser goes when the network has sent them back, with ?authorizationId= added; absent: to a page that says how it went. */
  returnUrl?: string | null | undefined;
  /** The workspace; absent: the only one that the viewer belongs to. */
  workspaceId?: string | number | null | undefined;
};

/** What may be repeated. */
export type StepKind =
  /** Makes the post public: at most once, ever. */
  | 'COMMIT'
  /** May run twice, such as an upload. */
  | 'STEP';

/** How far a step came. */
export type StepState =
  /** Done; its result is kept. */
  | 'DONE'
  /** Begun. Of a commit: nobody knows yet what the network did. */
  | 'STARTED';

/** Where a strategy stands in its life. */
export type StrategyState =
  /** In force. */
  | 'ACTIVE'
  /** Put away. */
  | 'ARCHIVED'
  /** Being written. */
  | 'DRAFT';

/** A way to get there. */
export type Tactic =
  /** Bringing people together. */
  | 'COMMUNITY_BUILDING'
  /** Content that is found and opened. */
  | 'CONTENT_OPTIMISATION'
  /** Talking with customers. */
  | 'CUSTOMER_CONTACT'
  /** Things that happen on a day. */
  | 'EVENTS'
  /** Showing what we know. */
  | 'EXPERTISE'
  /** People whom many follow. */
  | 'INFLUENCERS'
  /** Learning from people. */
  | 'KNOWLEDGE_GATHERING'
  /** Listening to what is said. */
  | 'MONITORING'
  /** Telling what is new. */
  | 'NEWS'
  /** Caring for what is said of us. */
  | 'REPUTATION'
  /** What customers make. */
  | 'USER_GENERATED_CONTENT'
  /** Content that people pass on by themselves. */
  | 'VIRAL';

/** What is counted. */
export type TextCounting =
  /** Code points of Unicode. */
  | 'CODE_POINTS'
  /** What people see as one character (UAX #29). */
  | 'GRAPHEMES'
  /** Bytes of UTF-8. */
  | 'UTF8_BYTES'
  /** Units of UTF-16: what JavaScript and Java take for the length. */
  | 'UTF16_UNITS'
  /** Of each code point what its range in weights says. */
  | 'WEIGHTED';

/** Which way is better. */
export type TrendDirection =
  /** Less is better. */
  | 'DOWN'
  /** More is better. */
  | 'UP';

/** X’s own settings of a post. */
export type TwitterPostOptionsInput = {
  /** Say that it was made with artificial intelligence; false unless told. */
  madeWithAi?: boolean | null | undefined;
  /** Mark it as a paid partnership; false unless told. */
  paidPartnership?: boolean | null | undefined;
  /** How long the poll is open: five minutes to seven days. */
  pollDurationMinutes?: number | null | undefined;
  /** What can be chosen: two to four texts of at most 25 characters. */
  pollOptions?: Array<string> | null | undefined;
  /** The post that is quoted, by its number. Only apps with an Enterprise contract may quote. */
  quotePostId?: string | null | undefined;
  /** Who may answer: whom the account follows, whom the post mentions, subscribers, or verified accounts. */
  replySettings?: TwitterPostOptionsReplySettings | null | undefined;
};

/** Who may answer: whom the account follows, whom the post mentions, subscribers, or verified accounts. */
export type TwitterPostOptionsReplySettings =
  /** following. */
  | 'following'
  /** mentionedUsers. */
  | 'mentionedUsers'
  /** subscribers. */
  | 'subscribers'
  /** verified. */
  | 'verified';

/** Input of updateChannelProfiles. */
export type UpdateChannelProfilesInput = {
  /** The channels, at most 100. */
  channelIds: Array<string | number>;
  /** The same key with the same input gives the first outcome again and does nothing; with another input it is an error. Kept at least 24 h. */
  idempotencyKey?: string | null | undefined;
  /** The look. */
  profile: ChannelProfileInput;
};

/** What is added to links, at most 200 characters each. {network}, {channel}, {format}, {campaign} are filled in: the network’s key, the channel’s handle (else its name), the post’s format, the campaign’s name. In an update, what is absent stays and null clears. */
export type UtmInput = {
  /** utm_campaign. */
  campaign?: string | null | undefined;
  /** utm_content. */
  content?: string | null | undefined;
  /** utm_medium. */
  medium?: string | null | undefined;
  /** utm_source; absent: the network’s key, where anything else is set. */
  source?: string | null | undefined;
  /** utm_term. */
  term?: string | null | undefined;
};

/** How far to trust a value. */
export type ValueStatus =
  /** It was worked out; reason says how. */
  | 'ESTIMATED'
  /** It was counted, and read or entered as it was. */
  | 'MEASURED'
  /** There is none; reason says why. Missing is never 0. */
  | 'UNAVAILABLE';

/** How it looks. What is absent stays, null clears. */
export type VisualKitInput = {
  /** A picture for its accounts. */
  avatarAssetId?: string | number | null | undefined;
  /** The main one first; at most 20. */
  colours?: Array<string> | null | undefined;
  /** A picture for above its accounts. */
  headerAssetId?: string | number | null | undefined;
};

/** VK’s own settings of a post. */
export type VkPostOptionsInput = {
  /** Who advertises (Russian law). Stands at the end of the text: the network has no field for it. */
  advertiser?: string | null | undefined;
  /** Nobody may comment; false unless told. */
  closeComments?: boolean | null | undefined;
  /** The address of the source, shown below the post. */
  copyright?: string | null | undefined;
  /** For how many seconds only subscribers of VK Donut see it; -1: for ever. */
  donutPaidDuration?: number | null | undefined;
  /** The token of the advertisement (Russian law). Stands at the end of the text: the network has no field for it. */
  erid?: string | null | undefined;
  /** Publish in the name of the community, not of the person; true unless told. */
  fromGroup?: boolean | null | undefined;
  /** Shown on the link’s card in the place of the page’s own title. */
  linkTitle?: string | null | undefined;
  /** Mark it as an advertisement; false unless told. */
  markAsAds?: boolean | null | undefined;
  /** Send followers no notification; false unless told. */
  muteNotifications?: boolean | null | undefined;
  /** Nobody sees who voted for what; false unless told. */
  pollAnonymous?: boolean | null | undefined;
  /** What can be answered: one to ten texts of at most 100 characters. */
  pollAnswers?: Array<string> | null | undefined;
  /** When the poll closes; never unless told. */
  pollEndsAt?: string | null | undefined;
  /** People may choose several answers; false unless told. */
  pollMultiple?: boolean | null | undefined;
  /** What is asked. */
  pollQuestion?: string | null | undefined;
  /** How several pictures and videos are shown; as the network likes unless told. */
  primaryAttachmentsMode?: VkPostOptionsPrimaryAttachmentsMode | null | undefined;
  /** The network itself holds the post back until this time, at most a year. */
  publishAt?: string | null | undefined;
  /** Add the name of the person whose user token it is; false unless told. */
  signed?: boolean | null | undefined;
};

/** How several pictures and videos are shown; as the network likes unless told. */
export type VkPostOptionsPrimaryAttachmentsMode =
  /** carousel. */
  | 'carousel'
  /** grid. */
  | 'grid';

/** A time as a clock on a wall shows it, and where that wall is. */
export type WallTimeInput = {
  /** What the clock shows. */
  localDateTime: string;
  /** Says which, where the clock shows the time twice. */
  offset?: string | null | undefined;
  /** Whose clock. */
  timeZone: string;
};

export type MetricCatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type MetricCatalogueQuery = { metrics: Array<{ key: string, name: string, unit: MetricUnit, definition: string, formula: string | null, additiveOver: Array<Additivity>, networks: Array<{ nativeName: string, since: string | null, until: string | null, network: { key: string } }> }> };

export type NeedsAttentionQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NeedsAttentionQuery = { workspace: { deliveries: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, state: DeliveryState, explanation: string, allowedActions: Array<DeliveryAction>, post: { id: string, title: string | null }, channel: { id: string, name: string }, problem: { code: string, kind: ProblemKind, actor: ErrorActor, message: string } | null }> } | null } | null };

export type NewTokenMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type NewTokenMutation = { createApiToken:
    | { __typename: 'CreateApiTokenSuccess', secret: string | null, token: { id: string, name: string, scopes: Array<Permission> | null, expiresAt: string | null } }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type ConnectChosenMutationVariables = Exact<{
  input: ConnectChannelsInput;
}>;


export type ConnectChosenMutation = { connectChannels:
    | { __typename: 'AuthorizationNotReady', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ConnectChannelsSuccess', results: Array<{ externalId: string, outcome: BulkOutcome, channel: { id: string, name: string, status: ChannelStatus } | null, problem:
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
         | null }> }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type PostListQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: PostFilterInput | null | undefined;
  orderBy?: PostOrderInput | null | undefined;
}>;


export type PostListQuery = { workspace: { posts: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { id: string, title: string | null, state: PostState, schedule: { at: string } | null } }> } | null } | null };

export type WhyHasItNotMovedQueryVariables = Exact<{
  id: string | number;
}>;


export type WhyHasItNotMovedQuery = { node:
    | { state: DeliveryState, explanation: string, dueAt: string, nextTryAt: string | null, externalId: string | null, url: string | null, allowedActions: Array<DeliveryAction>, steps: Array<{ name: string, kind: StepKind, state: StepState, startedAt: string, finishedAt: string | null }>, attempts: Array<{ number: number, startedAt: string, finishedAt: string | null, outcome: DeliveryState | null, problem: { code: string, kind: ProblemKind, message: string, networkCode: string | null, retryAt: string | null } | null }> }
    | Record<PropertyKey, never>
   | null };

export type CorrectCourseMutationVariables = Exact<{
  input: ReviewStrategyInput;
}>;


export type CorrectCourseMutation = { reviewStrategy:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'RevisionConflict', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'Strategy', id: string, revision: number, reviews: Array<{ learned: string, changed: string }> }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type WriteFirstPostMutationVariables = Exact<{
  input: CreatePostInput;
}>;


export type WriteFirstPostMutation = { createPost:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'Post', id: string, title: string | null, state: PostState, revision: number, allowedActions: Array<PostAction>, content: { text: string | null, link: string | null, media: Array<{ altText: string | null, asset: { id: string, kind: MediaKind, url: string | null } }> }, variants: Array<{ format: PostFormat, inherits: Array<string>, channel: { id: string, network: { key: string } }, content: { text: string | null }, options:
          | { __typename: 'BlueskyPostOptions' }
          | { __typename: 'SandboxPostOptions' }
          | { __typename: 'TwitterPostOptions' }
          | { __typename: 'VkPostOptions' }
         | null }> }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null, issues: Array<{ code: string, message: string, path: Array<string>, parameters: Array<{ name: string, value: string }> }> }
   };

export type PostCardFragment = { id: string, title: string | null, state: PostState, revision: number, allowedActions: Array<PostAction>, content: { text: string | null, link: string | null, media: Array<{ altText: string | null, asset: { id: string, kind: MediaKind, url: string | null } }> }, variants: Array<{ format: PostFormat, inherits: Array<string>, channel: { id: string, network: { key: string } }, content: { text: string | null }, options:
      | { __typename: 'BlueskyPostOptions' }
      | { __typename: 'SandboxPostOptions' }
      | { __typename: 'TwitterPostOptions' }
      | { __typename: 'VkPostOptions' }
     | null }> };

type Problem_AuthorizationNotReady_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_ChannelUnavailable_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_IdempotencyKeyReused_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_NetworkAppMissing_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_NetworkRefused_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_NoFreeSlot_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_NotFound_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_NotSupportedByNetwork_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_RevisionConflict_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_StorageFull_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

type Problem_ValidationFailed_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null, issues: Array<{ code: string, message: string, path: Array<string>, parameters: Array<{ name: string, value: string }> }> };

type Problem_WrongState_Fragment = { code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null };

export type ProblemFragment =
  | Problem_AuthorizationNotReady_Fragment
  | Problem_ChannelUnavailable_Fragment
  | Problem_IdempotencyKeyReused_Fragment
  | Problem_NetworkAppMissing_Fragment
  | Problem_NetworkRefused_Fragment
  | Problem_NoFreeSlot_Fragment
  | Problem_NotFound_Fragment
  | Problem_NotSupportedByNetwork_Fragment
  | Problem_RevisionConflict_Fragment
  | Problem_StorageFull_Fragment
  | Problem_ValidationFailed_Fragment
  | Problem_WrongState_Fragment
;

export type CatchUpQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  after?: string | null | undefined;
  first?: number | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
}>;


export type CatchUpQuery = { workspace: { events: { edges: Array<{ cursor: string, node: { type: EventType, occurredAt: string, from: string | null, to: string | null, fields: Array<string>, subject:
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
            | { id: string }
           | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CheckBeforeSchedulingQueryVariables = Exact<{
  postId: string | number;
  at: WallTimeInput;
}>;


export type CheckBeforeSchedulingQuery = { validatePost: { publishable: boolean, issues: Array<{ code: string, severity: IssueSeverity, message: string, path: Array<string>, limit: number | null, actual: number | null, fix: string | null, channel: { id: string, name: string } | null, parameters: Array<{ name: string, value: string }> }> } | null };

export type OneLookMutationVariables = Exact<{
  input: UpdateChannelProfilesInput;
}>;


export type OneLookMutation = { updateChannelProfiles:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'UpdateChannelProfilesSuccess', results: Array<{ outcome: BulkOutcome, channel: { id: string, profile: { displayName: string | null, bio: string | null, avatarUrl: string | null, headerUrl: string | null, link: string | null } } | null, problem:
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
         | null }> }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type StartConnectingMutationVariables = Exact<{
  input: StartChannelConnectionInput;
}>;


export type StartConnectingMutation = { startChannelConnection:
    | { __typename: 'ChannelAuthorization', id: string, authorizationUrl: string | null, expiresAt: string, state: AuthorizationState }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NetworkAppMissing', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type CalendarMonthQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  from: string;
  to: string;
  timeZone?: string | null | undefined;
  filter?: PostFilterInput | null | undefined;
}>;


export type CalendarMonthQuery = { workspace: { calendar: { days: Array<{ date: string, entries: Array<
          | { __typename: 'CalendarCampaign', edge: PeriodEdge, at: string, campaign: { id: string, name: string } }
          | { __typename: 'CalendarObservance', name: string, country: string | null, at: string }
          | { __typename: 'CalendarOccasion', at: string }
          | { __typename: 'CalendarPost', at: string, post: { id: string, title: string | null, state: PostState, pillar: { id: string, name: string, color: string | null } | null, campaign: { id: string, name: string } | null, author:
                | { id: string, displayName: string, avatarUrl: string | null }
                | { id: string, displayName: string, avatarUrl: string | null }
                | { id: string, displayName: string, avatarUrl: string | null }
               | null, variants: Array<{ format: PostFormat, channel: { id: string, name: string, network: { key: string } }, content: { text: string | null, media: Array<{ asset: { id: string, thumbnailUrl: string | null } }> } }>, approval: { state: ApprovalState, dueAt: string | null, currentStage: { name: string } | null } | null } }
          | { __typename: 'CalendarSlot', at: string, slot: { id: string, channel: { id: string } } }
        > }>, conflicts: Array<{ kind: ConflictKind, message: string, posts: Array<{ id: string }>, channel: { id: string } | null }>, load: Array<{ date: string, planned: number, limit: number | null, channel: { id: string } }> } | null } | null };

export type WhatDidTheyGrantQueryVariables = Exact<{
  id: string | number;
}>;


export type WhatDidTheyGrantQuery = { node:
    | { state: AuthorizationState, candidates: Array<{ externalId: string, name: string, handle: string | null, avatarUrl: string | null, kind: ChannelKind, alreadyConnected: boolean, missingScopes: Array<string> }>, problem: { code: string, message: string, actor: ErrorActor } | null }
    | Record<PropertyKey, never>
   | null };

export type QueueItMutationVariables = Exact<{
  input: QueuePostInput;
}>;


export type QueueItMutation = { queuePost:
    | { __typename: 'ChannelUnavailable', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NoFreeSlot', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'Post', id: string, state: PostState, schedule: { at: string } | null }
    | { __typename: 'RevisionConflict', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type LookAroundQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
}>;


export type LookAroundQuery = { viewer:
    | { id: string, displayName: string, workspaces: { totalCount: number, nodes: Array<{ id: string, name: string }> } }
    | { id: string, displayName: string, workspaces: { totalCount: number, nodes: Array<{ id: string, name: string }> } }
   | null, workspace: { id: string, name: string, timeZone: string, viewerPermissions: Array<Permission>, channels: { totalCount: number, nodes: Array<{ id: string, name: string, handle: string | null, url: string | null, status: ChannelStatus, network: { key: string, name: string } }> } } | null };

export type AreWeOnTrackQueryVariables = Exact<{
  id: string | number;
  from: string;
  to: string;
}>;


export type AreWeOnTrackQuery = { node:
    | { name: string, state: StrategyState, revision: number, challenges: Array<Challenge>, tactics: Array<Tactic>, period: { from: string, to: string }, brand: { name: string, mission: string | null, voice: { tone: string | null, say: Array<string>, avoid: Array<string> } } | null, objectives: Array<{ id: string, kind: ObjectiveKind, stakeholders: Array<Stakeholder> | null, kpis: Array<{ id: string, name: string, formula: string | null, baseline: number | null, target: number, deadline: string, progress: number | null, status: KpiStatus, metric: { key: string, unit: MetricUnit } | null, current: { value: number | null, status: ValueStatus, capturedAt: string | null }, forecast: { value: number, low: number, high: number, at: string, method: string } | null, movedBy: Array<{ contribution: number, delivery: { id: string, url: string | null, post: { title: string | null } } }> }> | null }>, pillars: Array<{ id: string, name: string, appeal: Appeal | null, targetShare: number | null }>, balance: Array<{ targetShare: number | null, plannedShare: number | null, publishedShare: number | null, pillar: { id: string } }>, personas: Array<{ id: string, name: string, networkFit: Array<{ score: number | null, status: FitStatus, formula: string, network: { key: string }, reasons: Array<{ text: string, weight: number, score: number, source: string, asOf: string }> }> | null, audienceMatch: Array<{ score: number | null, status: ValueStatus, channel: { id: string }, differences: Array<{ dimension: AudienceDimension, key: string, persona: number | null, measured: number | null }> }> | null }>, networkChoices: Array<{ rationale: string, role: string | null, postsPerWeek: number | null, network: { key: string } }>, budget: { amount: string, currency: string } | null, reviews: Array<{ at: string, learned: string, changed: string, revision: number, author:
          | { displayName: string }
          | { displayName: string }
          | { displayName: string }
         | null }> }
    | Record<PropertyKey, never>
   | null };

export type WatchItSubscriptionVariables = Exact<{
  postId: string | number;
  after?: string | null | undefined;
}>;


export type WatchItSubscription = { deliveryChanged: { cursor: string, occurredAt: string, from: DeliveryState | null, to: DeliveryState, attempt: number | null, delivery: { id: string, state: DeliveryState, url: string | null, attempts: Array<{ number: number, startedAt: string, finishedAt: string | null, outcome: DeliveryState | null }>, problem: { code: string, message: string, actor: ErrorActor, retryAt: string | null, networkCode: string | null } | null } } };

export type LaunchMutationVariables = Exact<{
  input: LaunchCampaignInput;
}>;


export type LaunchMutation = { launchCampaign:
    | { __typename: 'Campaign', id: string, state: CampaignState }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'RevisionConflict', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type CompetitorBenchmarkQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  from: string;
  to: string;
}>;


export type CompetitorBenchmarkQuery = { workspace: { competitors: { nodes: Array<{ id: string, name: string, handles: Array<{ handle: string, network: { key: string }, latest: { at: string, followers: { value: number | null, status: ValueStatus }, postsPerWeek: { value: number | null, status: ValueStatus }, engagementPerPost: { value: number | null, status: ValueStatus }, formats: Array<{ format: PostFormat, share: number }>, topPosts: Array<{ url: string, engagements: number | null }> } | null }> }> } | null, benchmark: Array<{ rank: number | null, network: { key: string }, metric: { key: string }, own: { value: number | null, status: ValueStatus }, competitors: Array<{ value: number | null, status: ValueStatus, competitor: { id: string } }> }> | null, shareOfVoice: Array<{ name: string, mentions: number | null, share: number | null, status: ValueStatus, competitor: { id: string } | null, sentiment: { positive: number, neutral: number, negative: number } | null }> | null } | null };

export type DisconnectMutationVariables = Exact<{
  input: DisconnectChannelInput;
}>;


export type DisconnectMutation = { disconnectChannel:
    | { __typename: 'Channel', id: string, status: ChannelStatus }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type CatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type CatalogueQuery = { networks: Array<{ key: string, name: string, emulated: boolean, actions: Array<PublishingAction>, connector: { package: string, version: string, sdkVersion: string, apiVersion: string } | null, auth: Array<{ kind: AuthKind, scopes: Array<{ name: string, why: string }>, fields: Array<{ name: string, label: string, secret: boolean }> }>, formats: Array<{ format: PostFormat, settles: Settling, text: { required: boolean, urlWeight: number | null, emojiWeight: number | null, limits: Array<{ max: number, counting: TextCounting, weights: Array<{ from: number, to: number, weight: number }> | null }> } | null, media: Array<{ kind: MediaKind, min: number, max: number, mimeTypes: Array<string>, maxBytes: number | null, minWidth: number | null, maxWidth: number | null, minDurationSeconds: number | null, maxDurationSeconds: number | null, aspectRatios: Array<{ min: number, max: number }> }>, hashtags: { max: number } | null }>, insights: Array<{ scope: InsightsScope, granularity: Array<Granularity>, historyDays: number | null, delayHours: number | null, metrics: Array<{ key: string }> }>, engagement: { kinds: Array<ConversationKind>, actions: Array<MessageAction>, live: boolean } | null, profileImages: Array<{ slot: string, width: number, height: number, maxBytes: number | null, mimeTypes: Array<string> }>, limits: Array<{ name: string, max: number, windowSeconds: number, scope: RateLimitScope }>, audience: Array<{ dimension: AudienceDimension, source: string, asOf: string, segments: Array<{ key: string, label: string, share: number }> }>, errors: Array<{ networkCode: string, kind: ProblemKind, meaning: string }> }> };

export type MoveManyMutationVariables = Exact<{
  input: ReschedulePostsInput;
}>;


export type MoveManyMutation = { reschedulePosts:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ReschedulePostsSuccess', results: Array<{ outcome: BulkOutcome, post: { id: string, schedule: { at: string } | null } | null, problem:
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
         | null }> }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type PublishNowMutationVariables = Exact<{
  input: PublishPostInput;
}>;


export type PublishNowMutation = { publishPost:
    | { __typename: 'ChannelUnavailable', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'Post', id: string, state: PostState, deliveries: Array<{ id: string, state: DeliveryState }> }
    | { __typename: 'RevisionConflict', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null, issues: Array<{ code: string, message: string, path: Array<string>, parameters: Array<{ name: string, value: string }> }> }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
   };

export type MakePlanFromTemplateMutationVariables = Exact<{
  input: CreateContentPlanInput;
}>;


export type MakePlanFromTemplateMutation = { createContentPlan:
    | { __typename: 'ContentPlan', id: string, name: string, period: { from: string, to: string }, posts: { nodes: Array<{ id: string, title: string | null, schedule: { at: string } | null, pillar: { id: string } | null }> }, balance: Array<{ targetShare: number | null, plannedShare: number | null, publishedShare: number | null, pillar: { id: string, name: string } }> }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type PlanCampaignMutationVariables = Exact<{
  input: CreateCampaignInput;
}>;


export type PlanCampaignMutation = { createCampaign:
    | { __typename: 'Campaign', id: string, name: string, state: CampaignState, period: { from: string, to: string }, utm: { source: string | null, medium: string | null, campaign: string | null, term: string | null, content: string | null } | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type WriteStrategyMutationVariables = Exact<{
  input: CreateStrategyInput;
}>;


export type WriteStrategyMutation = { createStrategy:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'Strategy', id: string, name: string, state: StrategyState, revision: number }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type TryAgainMutationVariables = Exact<{
  input: RetryDeliveriesInput;
}>;


export type TryAgainMutation = { retryDeliveries:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'RetryDeliveriesSuccess', results: Array<{ outcome: BulkOutcome, delivery: { id: string, state: DeliveryState, nextTryAt: string | null } | null, problem:
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
          | { code: ErrorCode, message: string }
         | null }> }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type IdeasQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type IdeasQuery = { workspace: { ideas: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, note: string | null, stage: IdeaStage, tags: Array<string>, author:
          | { id: string, displayName: string }
          | { id: string, displayName: string }
          | { id: string, displayName: string }
         | null, post: { id: string } | null }> } | null } | null };

export type OwnAppMutationVariables = Exact<{
  input: RegisterNetworkAppInput;
}>;


export type OwnAppMutation = { registerNetworkApp:
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NetworkApp', id: string, clientId: string, callbackUrl: string, webhookUrl: string | null, network: { key: string } }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type SettleDoubtMutationVariables = Exact<{
  input: ResolveDeliveryInput;
}>;


export type SettleDoubtMutation = { resolveDelivery:
    | { __typename: 'Delivery', id: string, state: DeliveryState, externalId: string | null, url: string | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null }
   };

export type ScheduleMutationVariables = Exact<{
  input: SchedulePostInput;
}>;


export type ScheduleMutation = { schedulePost:
    | { __typename: 'ChannelUnavailable', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'IdempotencyKeyReused', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'NotFound', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'Post', id: string, state: PostState, schedule: { at: string, timeZone: string, localDateTime: string, latePolicy: LatePolicy } | null, deliveries: Array<{ id: string, state: DeliveryState, dueAt: string, channel: { id: string, name: string } }> }
    | { __typename: 'RevisionConflict', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
    | { __typename: 'ValidationFailed', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null, issues: Array<{ code: string, message: string, path: Array<string>, parameters: Array<{ name: string, value: string }> }> }
    | { __typename: 'WrongState', code: ErrorCode, message: string, actor: ErrorActor, path: Array<string> | null, retryAt: string | null }
   };

export type HealthQueryVariables = Exact<{
  workspaceId?: string | number | null | undefined;
}>;


export type HealthQuery = { workspace: { channels: { nodes: Array<{ id: string, name: string, status: ChannelStatus, health: { tokenExpiresAt: string | null, scopes: Array<string>, missingScopes: Array<string>, lastSuccessAt: string | null, lastProblem: { code: string, message: string, actor: ErrorActor, at: string } | null, rateBudgets: Array<{ name: string, used: number, limit: number, resetsAt: string | null }> } | null, capabilities: { actions: Array<PublishingAction>, formats: Array<{ format: PostFormat, text: { limits: Array<{ max: number, counting: TextCounting }> } | null }>, insights: Array<{ scope: InsightsScope }>, engagement: { kinds: Array<ConversationKind>, actions: Array<MessageAction>, live: boolean } | null } }> } } | null };

export type EverythingSubscriptionVariables = Exact<{
  workspaceId?: string | number | null | undefined;
  after?: string | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
}>;


export type EverythingSubscription = { events: { __typename: 'Event', cursor: string, type: EventType, occurredAt: string, from: string | null, to: string | null, fields: Array<string>, actor:
      | { __typename: 'ApiToken', displayName: string }
      | { __typename: 'Member', displayName: string }
      | { __typename: 'System', reason: string, displayName: string }
     | null, subject:
      | { __typename: 'ApiToken', id: string }
      | { __typename: 'Campaign', id: string }
      | { __typename: 'CampaignEntry', id: string }
      | { __typename: 'Channel', id: string }
      | { __typename: 'ChannelAuthorization', id: string }
      | { __typename: 'Competitor', id: string }
      | { __typename: 'ContentPlan', id: string }
      | { __typename: 'Delivery', id: string }
      | { __typename: 'Event', id: string }
      | { __typename: 'Idea', id: string }
      | { __typename: 'Kpi', id: string }
      | { __typename: 'MediaAsset', id: string }
      | { __typename: 'Member', id: string }
      | { __typename: 'NetworkApp', id: string }
      | { __typename: 'Objective', id: string }
      | { __typename: 'Occasion', id: string }
      | { __typename: 'Person', id: string }
      | { __typename: 'Persona', id: string }
      | { __typename: 'Pillar', id: string }
      | { __typename: 'PlanTemplate', id: string }
      | { __typename: 'Post', id: string }
      | { __typename: 'Slot', id: string }
      | { __typename: 'Strategy', id: string }
      | { __typename: 'Workspace', id: string }
     | null } };

export const PostCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PostCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"media"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"altText"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"variants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"inherits"}}]}}]}}]} as unknown as DocumentNode<PostCardFragment, unknown>;
export const ProblemFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ProblemFragment, unknown>;
export const MetricCatalogueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MetricCatalogue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"definition"}},{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"additiveOver"}},{"kind":"Field","name":{"kind":"Name","value":"networks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nativeName"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"until"}}]}}]}}]}}]} as unknown as DocumentNode<MetricCatalogueQuery, MetricCatalogueQueryVariables>;
export const NeedsAttentionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NeedsAttention"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"state"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"NEEDS_USER"},{"kind":"EnumValue","value":"UNCONFIRMED"},{"kind":"EnumValue","value":"FAILED"},{"kind":"EnumValue","value":"MISSED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"post"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<NeedsAttentionQuery, NeedsAttentionQueryVariables>;
export const NewTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<NewTokenMutation, NewTokenMutationVariables>;
export const ConnectChosenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConnectChosen"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConnectChannelsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"connectChannels"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConnectChannelsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<ConnectChosenMutation, ConnectChosenMutationVariables>;
export const PostListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PostList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PostFilterInput"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PostOrderInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"posts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<PostListQuery, PostListQueryVariables>;
export const WhyHasItNotMovedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhyHasItNotMoved"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Delivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextTryAt"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"networkCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}}]}}]}}]}}]} as unknown as DocumentNode<WhyHasItNotMovedQuery, WhyHasItNotMovedQueryVariables>;
export const CorrectCourseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CorrectCourse"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewStrategyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reviewStrategy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Strategy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"reviews"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"learned"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CorrectCourseMutation, CorrectCourseMutationVariables>;
export const WriteFirstPostDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"WriteFirstPost"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePostInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPost"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PostCard"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PostCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"allowedActions"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"media"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"altText"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"variants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}},{"kind":"Field","name":{"kind":"Name","value":"inherits"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WriteFirstPostMutation, WriteFirstPostMutationVariables>;
export const CatchUpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CatchUp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventType"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"types"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"fields"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CatchUpQuery, CatchUpQueryVariables>;
export const CheckBeforeSchedulingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CheckBeforeScheduling"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"postId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"at"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WallTimeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"validatePost"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"postId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"postId"}}},{"kind":"Argument","name":{"kind":"Name","value":"at"},"value":{"kind":"Variable","name":{"kind":"Name","value":"at"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publishable"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fix"}}]}}]}}]}}]} as unknown as DocumentNode<CheckBeforeSchedulingQuery, CheckBeforeSchedulingQueryVariables>;
export const OneLookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OneLook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateChannelProfilesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateChannelProfiles"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateChannelProfilesSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"bio"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}},{"kind":"Field","name":{"kind":"Name","value":"headerUrl"}},{"kind":"Field","name":{"kind":"Name","value":"link"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<OneLookMutation, OneLookMutationVariables>;
export const StartConnectingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartConnecting"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartChannelConnectionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startChannelConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChannelAuthorization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"authorizationUrl"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<StartConnectingMutation, StartConnectingMutationVariables>;
export const CalendarMonthDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CalendarMonth"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PostFilterInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"calendar"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"days"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"entries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarPost"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"post"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"pillar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"color"}}]}},{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"author"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"variants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"content"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"media"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"width"},"value":{"kind":"IntValue","value":"240"}}]}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"approval"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"currentStage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarSlot"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarCampaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"campaign"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edge"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarObservance"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"conflicts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"posts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"load"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"planned"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CalendarMonthQuery, CalendarMonthQueryVariables>;
export const WhatDidTheyGrantDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhatDidTheyGrant"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChannelAuthorization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"candidates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"handle"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"alreadyConnected"}},{"kind":"Field","name":{"kind":"Name","value":"missingScopes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WhatDidTheyGrantQuery, WhatDidTheyGrantQueryVariables>;
export const QueueItDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"QueueIt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"QueuePostInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"queuePost"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<QueueItMutation, QueueItMutationVariables>;
export const LookAroundDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LookAround"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"workspaces"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"viewerPermissions"}},{"kind":"Field","name":{"kind":"Name","value":"channels"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"handle"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LookAroundQuery, LookAroundQueryVariables>;
export const AreWeOnTrackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AreWeOnTrack"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Strategy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"brand"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"mission"}},{"kind":"Field","name":{"kind":"Name","value":"voice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tone"}},{"kind":"Field","name":{"kind":"Name","value":"say"}},{"kind":"Field","name":{"kind":"Name","value":"avoid"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"challenges"}},{"kind":"Field","name":{"kind":"Name","value":"tactics"}},{"kind":"Field","name":{"kind":"Name","value":"objectives"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"stakeholders"}},{"kind":"Field","name":{"kind":"Name","value":"kpis"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}}]}},{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"baseline"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"current"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"capturedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"forecast"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"high"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"method"}}]}},{"kind":"Field","name":{"kind":"Name","value":"movedBy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"3"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contribution"}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"post"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pillars"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"appeal"}},{"kind":"Field","name":{"kind":"Name","value":"targetShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"balance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pillar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"targetShare"}},{"kind":"Field","name":{"kind":"Name","value":"plannedShare"}},{"kind":"Field","name":{"kind":"Name","value":"publishedShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"personas"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"networkFit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"audienceMatch"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"differences"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"persona"}},{"kind":"Field","name":{"kind":"Name","value":"measured"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"networkChoices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rationale"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"postsPerWeek"}}]}},{"kind":"Field","name":{"kind":"Name","value":"budget"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reviews"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"author"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"learned"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}}]}}]}}]}}]} as unknown as DocumentNode<AreWeOnTrackQuery, AreWeOnTrackQueryVariables>;
export const WatchItDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchIt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"postId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"postId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"postId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}},{"kind":"Field","name":{"kind":"Name","value":"networkCode"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchItSubscription, WatchItSubscriptionVariables>;
export const LaunchDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Launch"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LaunchCampaignInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"launchCampaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<LaunchMutation, LaunchMutationVariables>;
export const CompetitorBenchmarkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CompetitorBenchmark"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Date"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"competitors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"handles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"handle"}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"followers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"postsPerWeek"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"engagementPerPost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"formats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topPosts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"engagements"}}]}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"benchmark"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metric"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"own"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"competitors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"competitor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rank"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shareOfVoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"competitor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mentions"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"sentiment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"positive"}},{"kind":"Field","name":{"kind":"Name","value":"neutral"}},{"kind":"Field","name":{"kind":"Name","value":"negative"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CompetitorBenchmarkQuery, CompetitorBenchmarkQueryVariables>;
export const DisconnectDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Disconnect"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DisconnectChannelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disconnectChannel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Channel"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<DisconnectMutation, DisconnectMutationVariables>;
export const CatalogueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Catalogue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"networks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"connector"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"package"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sdkVersion"}},{"kind":"Field","name":{"kind":"Name","value":"apiVersion"}}]}},{"kind":"Field","name":{"kind":"Name","value":"emulated"}},{"kind":"Field","name":{"kind":"Name","value":"auth"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"why"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"formats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"text"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"urlWeight"}},{"kind":"Field","name":{"kind":"Name","value":"emojiWeight"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"counting"}},{"kind":"Field","name":{"kind":"Name","value":"weights"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"media"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"mimeTypes"}},{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"minWidth"}},{"kind":"Field","name":{"kind":"Name","value":"maxWidth"}},{"kind":"Field","name":{"kind":"Name","value":"aspectRatios"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}},{"kind":"Field","name":{"kind":"Name","value":"minDurationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"maxDurationSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"hashtags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"max"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settles"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"}},{"kind":"Field","name":{"kind":"Name","value":"insights"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"granularity"}},{"kind":"Field","name":{"kind":"Name","value":"historyDays"}},{"kind":"Field","name":{"kind":"Name","value":"delayHours"}}]}},{"kind":"Field","name":{"kind":"Name","value":"engagement"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"actions"}},{"kind":"Field","name":{"kind":"Name","value":"live"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profileImages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slot"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"mimeTypes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}},{"kind":"Field","name":{"kind":"Name","value":"audience"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dimension"}},{"kind":"Field","name":{"kind":"Name","value":"segments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"asOf"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"networkCode"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"meaning"}}]}}]}}]}}]} as unknown as DocumentNode<CatalogueQuery, CatalogueQueryVariables>;
export const MoveManyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MoveMany"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReschedulePostsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reschedulePosts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReschedulePostsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"post"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<MoveManyMutation, MoveManyMutationVariables>;
export const PublishNowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PublishNow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PublishPostInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publishPost"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"deliveries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<PublishNowMutation, PublishNowMutationVariables>;
export const MakePlanFromTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MakePlanFromTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateContentPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createContentPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContentPlan"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"posts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pillar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"balance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pillar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"targetShare"}},{"kind":"Field","name":{"kind":"Name","value":"plannedShare"}},{"kind":"Field","name":{"kind":"Name","value":"publishedShare"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<MakePlanFromTemplateMutation, MakePlanFromTemplateMutationVariables>;
export const PlanCampaignDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlanCampaign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCampaignInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createCampaign"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Campaign"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"period"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"utm"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"medium"}},{"kind":"Field","name":{"kind":"Name","value":"campaign"}},{"kind":"Field","name":{"kind":"Name","value":"term"}},{"kind":"Field","name":{"kind":"Name","value":"content"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<PlanCampaignMutation, PlanCampaignMutationVariables>;
export const WriteStrategyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"WriteStrategy"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateStrategyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createStrategy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Strategy"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<WriteStrategyMutation, WriteStrategyMutationVariables>;
export const TryAgainDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TryAgain"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RetryDeliveriesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryDeliveries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RetryDeliveriesSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextTryAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<TryAgainMutation, TryAgainMutationVariables>;
export const IdeasDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Ideas"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ideas"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"author"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"post"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<IdeasQuery, IdeasQueryVariables>;
export const OwnAppDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OwnApp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterNetworkAppInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerNetworkApp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NetworkApp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"callbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"webhookUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<OwnAppMutation, OwnAppMutationVariables>;
export const SettleDoubtDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SettleDoubt"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResolveDeliveryInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resolveDelivery"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Delivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<SettleDoubtMutation, SettleDoubtMutationVariables>;
export const ScheduleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Schedule"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SchedulePostInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"schedulePost"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Post"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"localDateTime"}},{"kind":"Field","name":{"kind":"Name","value":"latePolicy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deliveries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"channel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ScheduleMutation, ScheduleMutationVariables>;
export const HealthDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Health"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channels"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"NEEDS_RECONNECT"},{"kind":"EnumValue","value":"DEGRADED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"missingScopes"}},{"kind":"Field","name":{"kind":"Name","value":"lastSuccessAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastProblem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateBudgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"formats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"text"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"counting"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"}},{"kind":"Field","name":{"kind":"Name","value":"insights"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}},{"kind":"Field","name":{"kind":"Name","value":"engagement"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"actions"}},{"kind":"Field","name":{"kind":"Name","value":"live"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<HealthQuery, HealthQueryVariables>;
export const EverythingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Everything"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventType"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"workspaceId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"types"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"fields"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"System"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]}}]} as unknown as DocumentNode<EverythingSubscription, EverythingSubscriptionVariables>;