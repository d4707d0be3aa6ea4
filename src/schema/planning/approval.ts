import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { Post } from './post.ts';

const ApprovalState = builder.enumType('ApprovalState', {
  description: 'Where the review stands.',
  values: valuesOf({
    NOT_SUBMITTED: 'Nobody was asked yet.',
    PENDING: 'Waits for decisions.',
    CHANGES_REQUESTED: 'Sent back to its author.',
    APPROVED: 'May go out.',
  }),
});

interface StageShape {
  readonly name: string;
}

const ApprovalStage = builder.objectRef<StageShape>('ApprovalStage').implement({
  description: 'One stage of a policy.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({ name: t.exposeString('name', { description: 'Its name.' }) }),
});

interface ApprovalShape {
  readonly state: (typeof ApprovalState)['$inferType'];
  readonly currentStage: StageShape | null;
  readonly dueAt: Date | null;
}

const PostApproval = builder.objectRef<ApprovalShape>('PostApproval').implement({
  description: 'How far a post has come on its way to approval.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    state: t.expose('state', { type: ApprovalState, description: 'Where the review stands.' }),
    currentStage: t.expose('currentStage', {
      type: ApprovalStage,
      nullable: true,
      description: 'The stage that it waits in; null: in none.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a decision is asked for; null: no deadline.',
    }),
  }),
});

builder.prismaObjectField(Post, 'approval', (t) =>
  t.field({
    type: PostApproval,
    nullable: true,
    description: 'How far it has come on its way to approval; null: no policy asks for one.',
    // No workspace can have a policy yet.
    resolve: () => null,
  }),
);
