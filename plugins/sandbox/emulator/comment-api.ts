import { z } from 'zod';
import type { Account } from './accounts.ts';
import { demandOwn, lengthOf, type ApiAnswer, type ApiContext } from './context.ts';
import { Refusal } from './refusals.ts';
import type { Comment } from './state.ts';

export const commentSearch = z.strictObject({ account: z.string(), after: z.coerce.number<string>().int().default(0) });
export const newComment = z.strictObject({ account: z.string(), replyTo: z.string(), text: z.string().min(1) });
const mostComments = 50;

export function listComments(
  account: Account,
  wanted: z.infer<typeof commentSearch>,
  { state }: ApiContext,
): ApiAnswer {
  demandOwn(account, wanted.account);
  const all = [...state.comments.values()].filter(
    (comment) => comment.account === account.externalId && comment.number > wanted.after,
  );
  return {
    status: 200,
    body: { comments: all.slice(0, mostComments).map(viewComment), more: all.length > mostComments },
  };
}

export function answerComment(
  account: Account,
  { account: wanted, replyTo, text }: z.infer<typeof newComment>,
  context: ApiContext,
): ApiAnswer {
  demandOwn(account, wanted);
  const answered = context.state.comments.get(replyTo);
  if (answered?.account !== account.externalId) throw new Refusal('comment_unknown', 'There is no such comment.');
  if (lengthOf(text) > 500) throw new Refusal('text_too_long', 'A text has at most 500 characters.');
  const author = { id: account.externalId, name: context.state.profileOf(account).displayName };
  return {
    status: 201,
    body: viewComment(writeComment({ post: answered.post, replyTo, author, text }, account, context)),
  };
}

export function writeComment(
  said: Pick<Comment, 'post' | 'replyTo' | 'author' | 'text'>,
  { externalId: account }: Account,
  { state, now, announcer }: ApiContext,
): Comment {
  const number = Math.max(0, ...[...state.comments.values()].map((one) => one.number)) + 1;
  const comment: Comment = { ...said, id: state.nextId('comment'), number, account, createdAt: now().toISOString() };
  state.record({ change: 'comment', comment });
  announcer.add({ account, type: 'comment.created', comment: viewComment(comment) });
  return comment;
}

const viewComment = ({ account: _, ...comment }: Comment) => comment;
