declare const brand: unique symbol;

/** The id of one kind of thing, so that a channel's cannot stand where a post's is meant. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type WorkspaceId = Id<'Workspace'>;
export type MemberId = Id<'Member'>;
export type ApiTokenId = Id<'ApiToken'>;
export type ChannelId = Id<'Channel'>;
export type PostId = Id<'Post'>;
export type DeliveryId = Id<'Delivery'>;
export type MediaAssetId = Id<'MediaAsset'>;
