import { z } from 'zod';
import {
  changeProfile,
  listAccounts,
  newHook,
  profileChange,
  readProfile,
  removeWebhook,
  setWebhook,
} from './account-api.ts';
import { accounts, type Account } from './accounts.ts';
import { answerComment, commentSearch, listComments, newComment } from './comment-api.ts';
import { demandOwn, parse, type ApiAnswer, type ApiContext } from './context.ts';
import {
  createPost,
  findPosts,
  newMedia,
  newPost,
  postSearch,
  readPost,
  registerMedia,
  removePost,
} from './post-api.ts';
import { Refusal } from './refusals.ts';

export interface ApiRequest {
  readonly method: string;
  /** Below /v1/: `posts/post_1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly account: Account;
  readonly body: unknown;
}

const nothing = z.strictObject({});

/** Whose token it is. */
export function authenticate(authorization: string | undefined): Account {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  const account = accounts.find(({ credentials }) => credentials.token === token);
  if (!account) throw new Refusal('token_invalid', 'This token is of no account.');
  return account;
}

/** One request of the API. Throws {@link Refusal}. */
export function answer({ method, path, query, account, body }: ApiRequest, context: ApiContext) {
  const asked = Object.fromEntries(query);
  const [noun = '', id = '', part] = path.split('/');
  const route = [method, noun, id && ':id', part].filter(Boolean).join(' ');
  if (route !== 'GET posts' && route !== 'GET comments') parse(nothing, asked);
  if (noun === 'accounts' && id !== '') demandOwn(account, id);
  const routes: Readonly<Record<string, () => ApiAnswer | Promise<ApiAnswer>>> = {
    'GET accounts': () => listAccounts(account, context),
    'GET accounts :id profile': () => readProfile(account, context),
    'PATCH accounts :id profile': () => changeProfile(account, parse(profileChange, body), context),
    'PUT accounts :id webhook': () => setWebhook(account, parse(newHook, body), context),
    'DELETE accounts :id webhook': () => removeWebhook(account, context),
    'POST media': () => registerMedia(account, parse(newMedia, body), context),
    'POST posts': () => createPost(account, parse(newPost, body), context),
    'GET posts': () => findPosts(account, parse(postSearch, asked), context),
    'GET posts :id': () => readPost(account, id, context),
    'DELETE posts :id': () => removePost(account, id, context),
    'GET comments': () => listComments(account, parse(commentSearch, asked), context),
    'POST comments': () => answerComment(account, parse(newComment, body), context),
  };
  const run = Object.hasOwn(routes, route) ? routes[route] : undefined;
  if (!run) throw new Refusal('route_unknown', `There is no ${method} /v1/${path}.`);
  return run();
}
