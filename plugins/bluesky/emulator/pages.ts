import { html, noHtml, pageAnswer, type Answer, type Page } from '@polyphony/sdk/emulator';
import { accountOf, demoAccounts, profiles } from './accounts.ts';
import { postCollection, rootOf, threadOf, type AppContext } from './happenings.ts';
import { mediaOf, textOf } from './post-content.ts';
import { uriOf, type State } from './state.ts';
import { answersTo, findPost, postOf, postView, profileView, type Post } from './views.ts';

interface PageContext {
  readonly app: AppContext;
  readonly state: State;
}

export const page = ({
  status = 200,
  ...rest
}: Pick<Page, 'title' | 'content' | 'formTargets'> & { readonly status?: number }): Answer =>
  pageAnswer(status, {
    network: 'Bluesky, emulated',
    banner: html`This is an <b>emulated Bluesky server</b>. Nothing here went out to the real network.`,
    ...rest,
  });

export const homePage = () =>
  page({
    title: 'Accounts',
    content: html`<h1>Accounts of this server</h1>
      ${demoAccounts.map((account) => html`<div class="card">${signature(account)}</div>`)}`,
  });

export const notFoundPage = () =>
  page({
    status: 404,
    title: 'Not found',
    content: html`<div class="card">
      <h1>Not found</h1>
      <p>Nothing is here, or not any more.</p>
    </div>`,
  });

const mostPosts = 50;

/** `actor`: handle or DID. Undefined: there is no such account. */
export async function profilePage(actor: string, { app }: PageContext): Promise<Answer | undefined> {
  const account = accountOf(actor);
  const profile = account && (await profileView(actor, app));
  if (!account || !profile) return undefined;
  const records = await app.repositories.records(account.externalId, postCollection);
  const first = records.filter(({ value, removedAt }) => removedAt === undefined && !threadOf(value));
  const posts = first.slice(-mostPosts).reverse();
  const counts = Object.entries({ ...profile }).filter(([name]) => name.endsWith('Count'));
  return page({
    title: account.name,
    content: html`<h1>${account.name}</h1>
      <div class="soft">@${account.handle} · ${profiles[account.handle].description}</div>
      <div class="soft">${counts.map(([name, value]) => countOf(name, value))}</div>
      ${await Promise.all(posts.map(({ uri }) => article(uri, app)))}
      ${posts.length === 0 ? html`<div class="card soft">No posts yet.</div>` : noHtml}`,
  });
}

/** A post with what was said to it. Undefined: there is no such post, or not any more. */
export async function postPage(actor: string, rkey: string, { app }: PageContext): Promise<Answer | undefined> {
  // People who have no page here say things that have one.
  const did = accountOf(actor)?.externalId ?? actor;
  const post = did.startsWith('did:') ? await findPost(uriOf(did, postCollection, rkey), app) : undefined;
  if (!post) return undefined;
  const { name, handle } = post.author;
  return page({
    title: `${name ?? handle}: ${textOf(post.record).slice(0, 60)}`,
    content: html`${await article(post.uri, app)} ${await below(post, app, 0)}`,
  });
}

/** A picture of a post. */
export function blobAnswer(did: string, cid: string, { state }: PageContext): Answer | undefined {
  const blob = state.blobs.get(`${did} ${cid}`);
  if (blob?.url !== undefined) return { status: 302, headers: { location: blob.url } };
  if (blob?.bytes === undefined) return undefined;
  const headers = { 'content-type': blob.mimeType, 'x-content-type-options': 'nosniff' };
  return { status: 200, headers, body: Buffer.from(blob.bytes, 'base64') };
}

const mostLevels = 5;

async function below(post: Post, app: AppContext, level: number): Promise<Page['content']> {
  if (level === mostLevels) return noHtml;
  const gate = await app.happenings.gateOf(rootOf({ uri: post.uri, value: { $type: postCollection, ...post.record } }));
  const said = (await app.happenings.all())
    .filter(({ kind, subject, uri }) => kind === 'reply' && subject === post.uri && !gate?.hidden.includes(uri))
    .map(postOf);
  const replies = [...said, ...(await answersTo(post.uri, app))].sort((a, b) => a.at.localeCompare(b.at));
  return Promise.all(
    replies.map(async (reply) => html`${await article(reply.uri, app)} ${await below(reply, app, level + 1)}`),
  );
}

async function article(uri: string, app: AppContext) {
  const post = await findPost(uri, app);
  if (!post) return noHtml;
  const view = await postView(post, undefined, app);
  const { author, at } = post;
  const { link, images } = mediaOf(post.record);
  const counts = Object.entries({ ...view }).filter(([name]) => name.endsWith('Count'));
  const place = `/profile/${author.handle}/post/${uri.slice(uri.lastIndexOf('/') + 1)}`;
  const time = html`<time datetime="${at}">${dateOf(at)}</time>`;
  return html`<article>
    ${signature({ name: author.name ?? author.handle, handle: author.handle })}
    ${textOf(post.record) === '' ? noHtml : html`<p class="text">${textOf(post.record)}</p>`}
    ${link === undefined ? noHtml : html`<a class="link" href="${link}" rel="noopener noreferrer nofollow">${link}</a>`}
    ${
      images.length === 0
        ? noHtml
        : html`<div class="pictures">${images.map(({ cid, alt }) => picture(`/img/${author.did}/${cid}`, alt))}</div>`
    }
    <p class="soft">
      ${accountOf(author.did) ? html`<a class="soft" href="${place}">${time}</a>` : time}
      ${counts.map(([name, value]) => countOf(name, value))}
    </p>
  </article>`;
}

const signature = ({ name, handle }: { readonly name: string; readonly handle: string }) =>
  html`<header>
    <span class="avatar" aria-hidden="true">${Array.from(name)[0] ?? ''}</span>
    <span><b>${name}</b><br /><a class="soft" href="/profile/${handle}">@${handle}</a></span>
  </header>`;

const picture = (source: string, alt: string) =>
  html`<figure>
    <img src="${source}" alt="${alt}" title="${alt}" loading="lazy" />
    ${alt === '' ? noHtml : html`<figcaption class="soft">${alt}</figcaption>`}
  </figure>`;

const countOf = (name: string, value: unknown) =>
  typeof value === 'number' ? html` · ${String(value)} ${name.replace(/Count$/, '')}` : noHtml;

const dateOf = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(iso)) +
  ' UTC';
