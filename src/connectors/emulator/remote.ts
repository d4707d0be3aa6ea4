import { z } from 'zod';
import {
  countedSchema,
  demandSchema,
  enteredHookSchema,
  insertedPostSchema,
  saidSchema,
  type EmulatorControl,
} from './control.ts';
import { faultSchema } from './fault.ts';
import { jsonAnswer, readJson, type Incoming, type Outgoing } from './server.ts';

const nothing = z.unknown();
const ofAccount = z.strictObject({ account: z.string() });

/** Where a control is served below an emulator's base URL: `GET` for what only reads, else `POST` with JSON. */
const route = {
  prefix: '/_control/',
  consent: z.strictObject({ authorizationUrl: z.string(), account: z.string() }),
  remove: z.strictObject({ post: z.string() }),
  withhold: z.strictObject({ name: z.string() }),
  retell: z.strictObject({ all: z.boolean() }),
};

/** Answers a request below `/_control/`. */
export async function serveControl(request: Incoming, control: EmulatorControl): Promise<Outgoing> {
  const { method, url } = request;
  const asked = `${method} ${url.pathname.slice(route.prefix.length)}`;
  const answers = answersOf(control);
  const answer = Object.hasOwn(answers, asked) ? answers[asked] : undefined;
  if (!answer) return jsonAnswer(404, { error: `There is no ${method} ${url.pathname}.` });
  try {
    return jsonAnswer(200, (await answer(readJson(request))) ?? {});
  } catch (error) {
    return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

type Answers = Readonly<Record<string, ((body: unknown) => unknown) | undefined>>;

function answersOf(control: EmulatorControl): Answers {
  /** Undefined where the emulator lacks the part. */
  const part = <Body>(shape: z.ZodType<Body>, run: ((body: Body) => unknown) | undefined) =>
    run && ((body: unknown) => run(shape.parse(body)));
  const { remove, consent, expire, revoke, talk, messages, count, withhold, profile, hook, retell, demand } = control;
  return {
    'GET codes': () => control.codes,
    'POST fail': part(faultSchema, (fault) => control.fail(fault)),
    'GET posts': () => control.posts(),
    'POST posts': part(insertedPostSchema, (post) => control.insert(post)),
    'POST remove': part(route.remove, remove && (({ post }) => remove(post))),
    'POST consent': part(
      route.consent,
      consent && (async ({ authorizationUrl, account }) => ({ url: await consent(authorizationUrl, account) })),
    ),
    'POST expire': part(ofAccount, expire && (({ account }) => expire(account))),
    'POST revoke': part(ofAccount, revoke && (({ account }) => revoke(account))),
    'POST talk': part(saidSchema, talk),
    'GET messages': part(nothing, messages && (() => messages())),
    'POST count': part(countedSchema, count),
    'POST withhold': part(route.withhold, withhold && (({ name }) => withhold(name))),
    'POST profile': part(ofAccount, profile && (({ account }) => profile(account))),
    'POST hook': part(enteredHookSchema, hook),
    'POST retell': part(route.retell, retell && (async ({ all }) => ({ told: await retell(all) }))),
    'POST demand': part(demandSchema, demand),
  };
}

/** The control of an emulator in another process. A part that it lacks throws when it is used. */
export async function connectControl(url: string): Promise<Required<EmulatorControl>> {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}${route.prefix}${path}`, body === undefined ? {} : init);
    if (!response.ok) throw new Error(`the emulator's control answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T; // an emulator's word, in tests only
  };
  const tell = async (path: string, body: unknown): Promise<void> => {
    await ask(path, body);
  };
  return {
    codes: await ask<string[]>('codes'),
    fail: (fault) => tell('fail', fault),
    posts: () => ask('posts'),
    insert: (post) => ask('posts', post),
    remove: (post) => tell('remove', { post }),
    async consent(authorizationUrl, account) {
      return (await ask<{ url: string }>('consent', { authorizationUrl, account })).url;
    },
    expire: (account) => tell('expire', { account }),
    revoke: (account) => tell('revoke', { account }),
    talk: (said) => ask('talk', said),
    messages: () => ask('messages'),
    count: (counted) => tell('count', counted),
    withhold: (name) => tell('withhold', { name }),
    profile: (account) => ask('profile', { account }),
    hook: (entered) => tell('hook', entered),
    async retell(all) {
      return (await ask<{ told: number }>('retell', { all })).told;
    },
    demand: (demand) => tell('demand', demand),
  };
}
