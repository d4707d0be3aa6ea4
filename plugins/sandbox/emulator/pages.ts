import { abouts, demoAccounts, type Account } from './accounts.ts';
import { isPublic, type ApiContext } from './api.ts';
import type { Post } from './state.ts';

/** Markup that may stand in a page as it is. */
class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Content = Html | string | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

function render(content: Content): string {
  if (typeof content === 'string') return escape(content);
  return content instanceof Html ? content.markup : content.map(({ markup }) => markup).join('');
}

/** Every value is escaped, unless it came from `html` itself. */
const html = (parts: TemplateStringsArray, ...values: readonly Content[]) =>
  new Html(parts.reduce((whole, part, index) => whole + render(values[index - 1] ?? '') + part));

const none = new Html('');

const style = new Html(`<style>
  :root { color-scheme: light dark; --ink: #1d2433; --soft: #667085; --line: #e3e6ec; --card: #fff; --back: #f5f6f9; --mark: #6d3fd1; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8eaf0; --soft: #98a1b3; --line: #2e3543; --card: #1a1f2b; --back: #11151d; --mark: #b79bf5; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  a { color: var(--mark); text-decoration: none; }
  a:hover { text-decoration: underline; }
  .banner { padding: .5rem 1rem; background: #ffd84d; color: #3b2f00; text-align: center; font-size: .875rem; }
  main { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; display: grid; gap: 1rem; }
  h1 { margin: 0; font-size: 1.5rem; }
  .soft { color: var(--soft); font-size: .875rem; }
  article, .card { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
  article header { display: flex; gap: .75rem; align-items: center; }
  .avatar { display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: 50%; background: var(--mark); color: var(--card); font-weight: 700; }
  .text { margin: .75rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  .link { display: block; margin-top: .75rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
  .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .5rem; margin-top: .75rem; }
  figure { margin: 0; }
  figure img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: .75rem; background: var(--line); }
  button { padding: .6rem 1.2rem; border: 0; border-radius: .75rem; background: var(--mark); color: var(--card); font: inherit; cursor: pointer; }
</style>`);

const document = (title: string, content: Content) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title} · Sandbox</title>
        ${style}
      </head>
      <body>
        <div class="banner" role="note">
          This is the <b>sandbox network</b>, emulated. Nothing here went out to a real network.
        </div>
        <main>${content}</main>
      </body>
    </html>`.markup;

export const homePage = () =>
  document(
    'Accounts',
    html`<h1>Accounts of the sandbox</h1>
      ${demoAccounts.map((account) => html`<div class="card">${signature(account)}</div>`)}`,
  );

/** `name`: `@handle`. Undefined: there is no such account. */
export function accountPage(name: string, { state, now }: ApiContext): string | undefined {
  const account = accountOf(name);
  if (!account) return undefined;
  const posts = [...state.posts.values()]
    .filter((post) => post.account === account.externalId && isPublic(post, now()))
    .sort((a, b) => b.publishedAt.localeCompare(a.publishedAt));
  return document(
    account.name,
    html`<h1>${account.name}</h1>
      <div class="soft">@${account.handle} · ${abouts[account.handle]}</div>
      ${posts.map((post) => article(account, post))}
      ${posts.length === 0 ? html`<div class="card soft">No posts yet.</div>` : none}`,
  );
}

/** Undefined: there is no such post, or people cannot see it yet. */
export function postPage(name: string, id: string, { state, now }: ApiContext): string | undefined {
  const account = accountOf(name);
  const post = state.posts.get(id);
  if (!account || post?.account !== account.externalId || !isPublic(post, now())) return undefined;
  return document(`${account.name}: ${post.text.slice(0, 60)}`, article(account, post));
}

export const challengePage = (solved: boolean) =>
  document(
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
  document(
    'Not found',
    html`<div class="card">
      <h1>Not found</h1>
      <p>Nothing is here, or not any more, or not yet.</p>
    </div>`,
  );

const accountOf = (name: string): Account | undefined => demoAccounts.find(({ handle }) => name === `@${handle}`);

const signature = ({ name, handle }: Account) =>
  html`<header>
    <span class="avatar" aria-hidden="true">${name.slice(0, 1)}</span>
    <span><b>${name}</b><br /><a class="soft" href="/@${handle}">@${handle}</a></span>
  </header>`;

const article = (account: Account, { id, text, link, media, publishedAt }: Post) =>
  html`<article>
    ${signature(account)} ${text === '' ? none : html`<p class="text">${text}</p>`}
    ${link === undefined ? none : html`<a class="link" href="${link}" rel="noopener noreferrer nofollow">${link}</a>`}
    ${media.length === 0 ? none : html`<div class="pictures">${media.map(picture)}</div>`}
    <p class="soft">
      <a class="soft" href="/@${account.handle}/${id}"><time datetime="${publishedAt}">${dateOf(publishedAt)}</time></a>
    </p>
  </article>`;

const picture = ({ url, altText = '' }: Post['media'][number]) =>
  html`<figure>
    <img src="${url}" alt="${altText}" title="${altText}" loading="lazy" />
    ${altText === '' ? none : html`<figcaption class="soft">${altText}</figcaption>`}
  </figure>`;

const dateOf = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(iso)) +
  ' UTC';
