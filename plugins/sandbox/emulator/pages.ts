import { html, noHtml, pageAnswer, type Answer, type Page } from '@polyphony/sdk/emulator';
import { accounts, demoAccounts, type Account } from './accounts.ts';
import type { ApiContext } from './context.ts';
import { isPublic } from './post-api.ts';
import type { Comment, Post, State } from './state.ts';

const page = (title: string, content: Page['content'], status = 200): Answer =>
  pageAnswer(status, {
    network: 'Sandbox',
    title,
    banner: html`This is the <b>sandbox network</b>, emulated. Nothing here went out to a real network.`,
    content,
  });

export const homePage = ({ state }: ApiContext) =>
  page(
    'Accounts',
    html`<h1>Accounts of the sandbox</h1>
      ${demoAccounts.map((account) => html`<div class="card">${signature(account, state)}</div>`)}`,
  );

/** `name`: `@handle`. Undefined: there is no such account. */
export function accountPage(name: string, { state, now }: ApiContext): Answer | undefined {
  const account = accountOf(name);
  if (!account) return undefined;
  const posts = [...state.posts.values()]
    .filter((post) => post.account === account.externalId && isPublic(post, now()))
    .sort((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  const { displayName, bio } = state.profileOf(account);
  return page(
    displayName,
    html`<h1>${displayName}</h1>
      <div class="soft">@${account.handle} · ${bio}</div>
      ${posts.map((post) => article(account, post, state))}
      ${posts.length === 0 ? html`<div class="card soft">No posts yet.</div>` : noHtml}`,
  );
}

/** Undefined: there is no such post, or people cannot see it yet. */
export function postPage(name: string, id: string, { state, now }: ApiContext): Answer | undefined {
  const account = accountOf(name);
  const post = state.posts.get(id);
  if (!account || post?.account !== account.externalId || !isPublic(post, now())) return undefined;
  const comments = [...state.comments.values()].filter((comment) => comment.post === id);
  return page(
    `${state.profileOf(account).displayName}: ${post.text.slice(0, 60)}`,
    html`${article(account, post, state)} ${comments.map(comment)}`,
  );
}

export const challengePage = (solved: boolean) =>
  page(
    'Are you a person?',
    solved
      ? html`<div class="card">
          <h1>Thank you</h1>
          <p>The sandbox believes you. Now send the post again.</p>
        </div>`
      : html`<form class="card" method="post">
          <h1>Are you a person?</h1>
          <p>The sandbox wants to know before it takes this post.</p>
          <button>I am a person</button>
        </form>`,
  );

export const notFoundPage = () =>
  page(
    'Not found',
    html`<div class="card">
      <h1>Not found</h1>
      <p>Nothing is here, or not any more, or not yet.</p>
    </div>`,
    404,
  );

const accountOf = (name: string): Account | undefined => accounts.find(({ handle }) => name === `@${handle}`);

function signature(account: Account, state: State) {
  const { handle } = account;
  const { displayName, avatarUrl } = state.profileOf(account);
  const face =
    avatarUrl === undefined
      ? html`<span class="avatar" aria-hidden="true">${displayName.slice(0, 1)}</span>`
      : html`<img class="avatar" src="${avatarUrl}" alt="" />`;
  return html`<header>
    ${face}
    <span><b>${displayName}</b><br /><a class="soft" href="/@${handle}">@${handle}</a></span>
  </header>`;
}

const article = (account: Account, { id, text, link, media, publishedAt }: Post, state: State) =>
  html`<article>
    ${signature(account, state)} ${text === '' ? noHtml : html`<p class="text">${text}</p>`}
    ${link === undefined ? noHtml : html`<a class="link" href="${link}" rel="noopener noreferrer nofollow">${link}</a>`}
    ${media.length === 0 ? noHtml : html`<div class="pictures">${media.map(picture)}</div>`}
    <p class="soft">
      <a class="soft" href="/@${account.handle}/${id}"><time datetime="${publishedAt}">${dateOf(publishedAt)}</time></a>
    </p>
  </article>`;

const picture = ({ url, altText = '' }: Post['media'][number]) =>
  html`<figure>
    <img src="${url}" alt="${altText}" title="${altText}" loading="lazy" />
    ${altText === '' ? noHtml : html`<figcaption class="soft">${altText}</figcaption>`}
  </figure>`;

const comment = ({ author, text, createdAt }: Comment) =>
  html`<div class="card">
    <b>${author.name}</b> <time class="soft" datetime="${createdAt}">${dateOf(createdAt)}</time>
    <p class="text">${text}</p>
  </div>`;

const dateOf = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(iso)) +
  ' UTC';
