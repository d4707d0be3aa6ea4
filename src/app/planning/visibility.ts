import { postVisibility, type Viewer } from '../../domain/workspace/permission.ts';
import { Prisma } from '../../generated/prisma/client.ts';

/** Of the workspace's channels, those that the viewer sees. */
export const visibleChannels = ({ workspaceId, channelScope }: Viewer): Prisma.ChannelWhereInput =>
  channelScope === null ? { workspaceId } : { workspaceId, id: { in: [...channelScope] } };

/** Of what belongs to a channel, what belongs to one that the viewer sees. */
export const ofVisibleChannels = ({ channelScope }: Viewer): { readonly channelId?: { readonly in: string[] } } =>
  channelScope === null ? {} : { channelId: { in: [...channelScope] } };

/** The id of no member. */
const nobody = '00000000-0000-0000-0000-000000000000';
const nothing = { id: { in: [] as string[] } };

const memberIdOf = (viewer: Viewer): string => (viewer.kind === 'MEMBER' ? viewer.memberId : nobody);

/** What a member wrote, or was given to work on. */
const ofMember = (viewer: Viewer): Prisma.PostWhereInput => {
  const memberId = memberIdOf(viewer);
  return { OR: [{ authorMemberId: memberId }, { assigneeMemberId: memberId }] };
};

/** Of the workspace's posts, those that the viewer sees. Of a limited viewer's, those that touch one of their channels. */
export function visiblePosts(viewer: Viewer): Prisma.PostWhereInput {
  const { workspaceId, channelScope } = viewer;
  const inScope: Prisma.PostWhereInput =
    channelScope === null ? {} : { variants: { some: { channelId: { in: [...channelScope] } } } };
  switch (postVisibility(viewer)) {
    case 'NONE':
      return nothing;
    case 'ALL':
      return { workspaceId, ...inScope };
    case 'OWN':
      return { workspaceId, AND: [inScope, ofMember(viewer)] };
    case 'SUBMITTED':
      return { workspaceId, ...inScope, state: { notIn: ['DRAFT', 'CHANGES_REQUESTED', 'CANCELLED'] } };
  }
}

/** The same as {@link visiblePosts}, as the condition of a statement in which the posts are `p`. */
export function visiblePostsSql(viewer: Viewer): Prisma.Sql {
  const { workspaceId, channelScope } = viewer;
  const inScope =
    channelScope === null
      ? Prisma.sql`p.workspace_id = ${workspaceId}::uuid`
      : Prisma.sql`p.workspace_id = ${workspaceId}::uuid and exists (
          select 1 from post_variants v where v.post_id = p.id and v.channel_id = any(${[...channelScope]}::uuid[]))`;
  switch (postVisibility(viewer)) {
    case 'NONE':
      return Prisma.sql`false`;
    case 'ALL':
      return inScope;
    case 'OWN': {
      const memberId = memberIdOf(viewer);
      return Prisma.sql`${inScope} and (p.author_member_id = ${memberId}::uuid or p.assignee_member_id = ${memberId}::uuid)`;
    }
    case 'SUBMITTED':
      return Prisma.sql`${inScope} and p.state not in ('DRAFT', 'CHANGES_REQUESTED', 'CANCELLED')`;
  }
}

/** Of the workspace's deliveries, those that the viewer sees. */
export const visibleDeliveries = (viewer: Viewer): Prisma.DeliveryWhereInput => ({
  workspaceId: viewer.workspaceId,
  post: visiblePosts(viewer),
  ...ofVisibleChannels(viewer),
});

/** Of the workspace's ideas, those that the viewer sees: whoever sees only what is their own sees theirs, a client none. */
export function visibleIdeas(viewer: Viewer): Prisma.IdeaWhereInput {
  const { workspaceId } = viewer;
  switch (postVisibility(viewer)) {
    case 'NONE':
    case 'SUBMITTED':
      return nothing;
    case 'ALL':
      return { workspaceId };
    case 'OWN': {
      const memberId = memberIdOf(viewer);
      return { workspaceId, OR: [{ authorKind: 'MEMBER', authorId: memberId }, { assigneeMemberId: memberId }] };
    }
  }
}
