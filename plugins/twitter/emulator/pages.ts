import { html, noHtml, pageAnswer, type Answer, type Page } from '@polyphony/sdk/emulator';
import { accounts, type Account } from './accounts.ts';
import { countOf, countOfUser } from './counts.ts';
import { fileAddress, kindOf } from './media-view.ts';
import type { Asked } from './oauth.ts';
import type { Tweet } from './state.ts';
import { latestOf, partsAfter, standing, tweetAt, userNamed, userOf } from './tweet-store.ts';
import type { World } from './world.ts';

const page = ({
  status = 200,
  ...rest
}: Pick<Page, 'title' | 'content' | 'formTargets'> & { readonly status?: number }): Answer =>
  pageAnswer(status, {
    network: 'X, emulated',
    banner: html`This is an <b>emulated X</b>. Nothing here went out to the real network.`,
    ...rest,
  });

export const homePage = () =>
  page({
    title: 'Accounts',
    content: html`<h1>Accounts of this network</h1>
      ${accounts.map((account) => html`<div class="card">${signature(account.id)}</div>`)}`,
  });

export const notFoundPage = () =>
  page({
    status: 404,
    title: 'Not found',
    content: html`<div class="card">
      <h1>Not found</h1>
      <p>Hmm, nothing is here, or not any more.</p>
    </div>`,
  });

const mostPosts = 50;

/** Undefined: there is no such account. */
export function accountPage(name: string, world: World): Answer | undefined {
  const user = userNamed(name);
  if (!user) return undefined;
  const posts = standing(world.state).filter((tweet) => tweet.authorId === user.id);
  const shown = posts.filter(({ replyTo }) => replyTo === undefined).slice(-mostPosts);
  return page({
    title: user.name,
    content: html`<h1>${user.name}</h1>
      ${'description' in user ? about(user, world) : html`<div class="soft">@${user.username}</div>`}
      ${shown.reverse().map((tweet) => article(tweet, world))}
      ${shown.length === 0 ? html`<div class="card soft">No posts yet.</div>` : noHtml}`,
  });
}

const about = (account: Account, world: World) =>
  html`<div class="soft">@${account.username} · ${account.description}</div>
    <div class="soft">
      ${String(countOfUser(account, 'following', world))} Following ·
      ${String(countOfUser(account, 'followers', world))} Followers
    </div>`;

/** Undefined: there is no such post. */
export function postPage(id: string, world: World): Answer | undefined {
  const { state } = world;
  const found = tweetAt(id, state);
  if (!found) return undefined;
  const tweet = latestOf(found, state);
  const all = standing(state);
  const parts = partsAfter(tweet, all);
  const thread = [tweet, ...parts].flatMap(({ versions }) => versions);
  const replies = all.filter(
    (one) => one.replyTo !== undefined && thread.includes(one.replyTo) && !parts.includes(one),
  );
  return page({
    title: `${userOf(tweet.authorId)?.name}: ${tweet.text.slice(0, 60)}`,
    content: html`${article(tweet, world)} ${parts.map((part) => article(part, world))}
    ${replies.map((reply) => (reply.hidden ? html`<div class="card soft">Hidden reply</div>` : article(reply, world)))}`,
  });
}

export const badRequestPage = (why: string) =>
  page({
    status: 400,
    title: 'Something went wrong',
    content: html`<div class="card">
      <h1>Something went wrong</h1>
      <p>You weren't able to give access to the App. Go back and try logging in again.</p>
      <p class="soft">${why}</p>
    </div>`,
  });

/** Where a person lets an app in, or does not. */
export const consentPage = ({ scope, redirectUri }: Asked) =>
  page({
    title: 'Authorize an app',
    // A browser holds the redirect behind the form to the same rule.
    formTargets: [new URL(redirectUri).origin],
    content: html`<form class="card" method="post">
      <h1>An app wants to access your account</h1>
      <ul>
        ${scope.split(' ').map((one) => html`<li>${why[one] ?? one}</li>`)}
      </ul>
      ${accounts.map((account, index) => choice(account, index === 0))}
      <p>
        <button name="decision" value="allow">Authorize app</button>
        <button name="decision" value="refuse">Cancel</button>
      </p>
    </form>`,
  });

const why: Readonly<Record<string, string>> = {
  'tweet.read': 'All the posts you can view',
  'tweet.write': 'Post and repost for you',
  'tweet.moderate.write': 'Hide and unhide replies to your posts',
  'users.read': 'Any account you can view',
  'offline.access': 'Stay connected to your account until you revoke access',
  'media.write': 'Upload media for you',
  'dm.read': 'Read your direct messages',
  'dm.write': 'Send direct messages for you',
  'like.read': "Posts you've liked and likes you can view",
  'like.write': 'Like and unlike posts for you',
};

const choice = ({ id, name, username }: Account, chosen: boolean) =>
  html`<p>
    <label
      ><input type="radio" name="account" value="${id}" ${chosen ? html`checked` : noHtml} /> ${name}
      <span class="soft">@${username}</span></label
    >
  </p>`;

function signature(id: string) {
  const user = userOf(id);
  const { name = '', username = '' } = user ?? {};
  return html`<header>
    <span class="avatar" aria-hidden="true">${Array.from(name)[0] ?? ''}</span>
    <span><b>${name}</b><br /><a class="soft" href="/${username}">@${username}</a></span>
  </header>`;
}

function article(tweet: Tweet, world: World) {
  const { text, prefix, authorId, id, at } = tweet;
  const read = Array.from(text).slice(prefix).join('');
  return html`<article>
    ${signature(authorId)} ${read === '' ? noHtml : html`<p class="text">${read}</p>`} ${pictures(tweet, world)}
    ${tweet.poll ? tweet.poll.options.map((option) => html`<div class="link">${option}</div>`) : noHtml}
    <p class="soft">
      <a class="soft" href="/${userOf(authorId)?.username ?? 'i'}/status/${id}"
        ><time datetime="${new Date(at).toISOString()}">${dateOf(at)}</time></a
      >
      ${tweet.versions.length > 1 ? html` · Edited` : noHtml} ${tweet.isPaid ? html` · Paid partnership` : noHtml}
      ${tweet.isByAi ? html` · Made with AI` : noHtml}
    </p>
    <p class="soft">
      ${String(countOf(tweet, 'replies', world))} replies · ${String(countOf(tweet, 'reposts', world))} reposts ·
      ${String(countOf(tweet, 'likes', world))} likes · ${String(countOf(tweet, 'impressions', world))} views
    </p>
  </article>`;
}

function pictures({ media }: Tweet, world: World) {
  const uploads = media.flatMap((id) => world.state.get('upload', id) ?? []);
  if (uploads.length === 0) return noHtml;
  return html`<div class="pictures">
    ${uploads.map((upload) =>
      kindOf(upload) === 'video'
        ? html`<div class="link">Video</div>`
        : html`<figure>
            <img src="${fileAddress(upload, world)}" alt="${upload.altText ?? ''}" loading="lazy" />
            ${upload.altText === undefined ? noHtml : html`<figcaption class="soft">${upload.altText}</figcaption>`}
          </figure>`,
    )}
  </div>`;
}

const dateOf = (at: number) =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`;
