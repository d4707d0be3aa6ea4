import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, RevisionConflict, ValidationFailed, WrongState, type InputIssue } from '../shared/errors.ts';
import { dayIssues } from '../shared/period.ts';
import { lengthIssues, nameIssues } from '../shared/text-issues.ts';
import { may, type Viewer } from '../workspace/permission.ts';
import { postBounds } from './post.ts';
import { tagIssues } from './tag.ts';

export const ideaStages = ['NEW', 'CHOSEN', 'IN_WORK', 'USED', 'DROPPED'] as const;
export type IdeaStage = (typeof ideaStages)[number];

export const ideaActions = ['EDIT', 'SET_BACK', 'CHOOSE', 'START', 'DROP', 'PROMOTE', 'DELETE'] as const;
export type IdeaAction = (typeof ideaActions)[number];

const everywhere = Object.fromEntries(ideaStages.map((stage) => [stage, stage])) as Record<IdeaStage, IdeaStage>; // fromEntries forgets the keys

/** From which stage an action leads to which. What is not here is not possible: what was used stays so, as its post does. */
export const ideaTransitions: Readonly<Record<IdeaAction, Readonly<Partial<Record<IdeaStage, IdeaStage>>>>> = {
  EDIT: everywhere,
  SET_BACK: { CHOSEN: 'NEW', IN_WORK: 'NEW', DROPPED: 'NEW' },
  CHOOSE: { NEW: 'CHOSEN', IN_WORK: 'CHOSEN', DROPPED: 'CHOSEN' },
  START: { NEW: 'IN_WORK', CHOSEN: 'IN_WORK', DROPPED: 'IN_WORK' },
  DROP: { NEW: 'DROPPED', CHOSEN: 'DROPPED', IN_WORK: 'DROPPED' },
  PROMOTE: { NEW: 'USED', CHOSEN: 'USED', IN_WORK: 'USED' },
  DELETE: everywhere,
};

/** Which action brings a card to a stage. */
const actionTo: Readonly<Record<IdeaStage, IdeaAction>> = {
  NEW: 'SET_BACK',
  CHOSEN: 'CHOOSE',
  IN_WORK: 'START',
  USED: 'PROMOTE',
  DROPPED: 'DROP',
};

/** What this viewer may do with the card now. Whoever sees a card and may write may do everything with it. */
export const allowedIdeaActions = (viewer: Viewer, idea: { readonly stage: IdeaStage }): readonly IdeaAction[] =>
  may(viewer, 'WRITE_POSTS') ? ideaActions.filter((action) => ideaTransitions[action][idea.stage] !== undefined) : [];

export const ideaBounds = {
  title: 500,
  note: postBounds.text,
  brief: postBounds.text,
  tags: postBounds.tags,
  tag: postBounds.tag,
} as const;

/** What createIdea and updateIdea have in common. Undefined is not checked. */
export interface WrittenIdea {
  readonly title?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly brief?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly dueOn?: string | null | undefined;
}

export const writtenIdeaIssues = ({ title, note, brief, tags, dueOn }: WrittenIdea): readonly InputIssue[] => [
  ...nameIssues(title, ideaBounds.title, 'title', ['title']),
  ...lengthIssues(note?.length ?? 0, ideaBounds.note, 'Characters of the note', ['note']),
  ...lengthIssues(brief?.length ?? 0, ideaBounds.brief, 'Characters of the brief', ['brief']),
  ...lengthIssues(tags?.length ?? 0, ideaBounds.tags, 'Tags', ['tags']),
  ...(tags ?? []).flatMap((tag, index) =>
    lengthIssues(tag.length, ideaBounds.tag, 'Characters of a tag', ['tags', String(index)]),
  ),
  ...tagIssues(tags ?? [], ['tags']),
  ...(dueOn === undefined || dueOn === null ? [] : dayIssues(dueOn, ['dueOn'])),
];

/** A card as decisions see it. */
export interface IdeaLife {
  readonly stage: IdeaStage;
  readonly revision: number;
  /** What the post is called that it became; null: it became none, or that has no title. */
  readonly postTitle: string | null;
}

export const createIdeaErrors = [ValidationFailed, NotFound] as const;
export const changeIdeaErrors = [ValidationFailed, NotFound, RevisionConflict, WrongState] as const;

export interface IdeaMoved {
  readonly type: 'IDEA_UPDATED' | 'IDEA_PROMOTED' | 'IDEA_DELETED';
  readonly from: IdeaStage;
  readonly to: IdeaStage;
}

/** One change of a card. `stage`: to which it is moved by hand; the one that it has is no move. */
export function changeIdea(
  viewer: Viewer,
  idea: IdeaLife | null,
  action: 'EDIT' | 'PROMOTE' | 'DELETE',
  command: {
    readonly expectedRevision: number | null;
    readonly stage?: IdeaStage | null | undefined;
    readonly issues: readonly InputIssue[];
  },
): Decision<IdeaMoved, ErrorOf<typeof changeIdeaErrors>> {
  if (idea === null) return refused(new NotFound('idea', ['ideaId']));
  const { expectedRevision, stage, issues } = command;
  if (expectedRevision !== null && expectedRevision !== idea.revision) {
    return refused(new RevisionConflict(expectedRevision, idea.revision));
  }
  const moves = action === 'EDIT' && stage !== undefined && stage !== null && stage !== idea.stage;
  // To say by hand that a card was used would leave it without a post.
  const wanted = moves ? actionTo[stage] : action;
  const to = moves && wanted === 'PROMOTE' ? undefined : ideaTransitions[wanted][idea.stage];
  if (to === undefined) {
    const possible = allowedIdeaActions(viewer, idea);
    const became = idea.postTitle ?? '';
    return refused(
      idea.stage === 'USED'
        ? new WrongState(wanted, idea.stage, possible, {
            message: `It became the post "${became}" already: see the idea’s post.`,
            parameters: { post: became },
          })
        : new WrongState(wanted, idea.stage, possible),
    );
  }
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  const type = { EDIT: 'IDEA_UPDATED', PROMOTE: 'IDEA_PROMOTED', DELETE: 'IDEA_DELETED' } as const;
  return decided({ type: type[action], from: idea.stage, to });
}
