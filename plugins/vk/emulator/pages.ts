import { html, noHtml, pageAnswer, type Answer, type Page } from '@polyphony/sdk/emulator';
import { communities, type Community } from './accounts.ts';
import { readAttachment } from './attachments.ts';
import { successTokenOf } from './captcha.ts';
import { countOf, countedOf, isTold } from './counts.ts';
import type { World } from './method.ts';
import type { Asked } from './oauth.ts';
import type { Comment, Post } from './state.ts';
import { fileAddress, personOf } from './views.ts';
import { postsOf } from './wall-post.ts';

export const page = ({
  status = 200,
  ...rest
}: Pick<Page, 'title' | 'content' | 'formTargets'> & { readonly status?: number }): Answer =>
  pageAnswer(status, {
    network: 'VK, emulated',
    banner: html`This is an <b>emulated VK</b>. Nothing here went out to the real network.`,
    ...rest,
  });

export const homePage = (world: World) =>
  page({
    title: 'Communities',
    content: html`<h1>Communities of this network</h1>
      ${communities.map((community) => html`<div class="card">${signature(community, world)}</div>`)}`,
  });

export const notFoundPage = () =>
  page({
    status: 404,
    title: 'Not found',
    content: html`<div class="card">
      <h1>Not found</h1>
      <p>Nothing is here, or not any more, or not yet.</p>
    </div>`,
  });

const mostPosts = 50;

/** Undefined: there is no such community. */
export function communityPage(name: string, world: World): Answer | undefined {
  const community = communities.find((one) => name === nameIn(one, world) || name === `club${one.id}`);
  if (!community) return undefined;
  const profile = world.state.get('profile', String(community.id));
  const posts = postsOf(community, world)
    .filter(({ postponed }) => !postponed)
    .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.date - a.date || b.id - a.id)
    .slice(0, mostPosts);
  return page({
    title: profile?.name ?? community.name,
    content: html`<h1>${profile?.name ?? community.name}</h1>
      <div class="soft">${profile?.description ?? community.description}</div>
      <div class="soft">
        ${isTold('members_count', world) ? String(countedOf(community, 'members_count', world)) : '…'} подписчиков
      </div>
      ${posts.map((post) => article(community, post, world))}
      ${posts.length === 0 ? html`<div class="card soft">Записей пока нет.</div>` : noHtml}`,
  });
}

/** `wall-1_2`. Undefined: there is no such post, or people cannot see it yet. */
export function postPage(groupId: number, id: number, world: World): Answer | undefined {
  const community = communities.find((one) => one.id === groupId);
  const post = world.state.get('post', `-${groupId}_${id}`);
  if (!community || !post || post.deleted || post.postponed) return undefined;
  const comments = world.state
    .all('comment')
    .filter((one) => one.groupId === groupId && one.postId === id && !one.deleted);
  return page({
    title: `${community.name}: ${post.text.slice(0, 60)}`,
    content: html`${article(community, post, world)} ${comments.map((one) => commentCard(one, world))}`,
  });
}

export const captchaPage = (session: string, isSolved: boolean) =>
  page({
    title: 'Вы человек?',
    content: isSolved
      ? html`<div class="card">
          <h1>Спасибо</h1>
          <p>Теперь отправьте запись ещё раз.</p>
          <p class="soft">success_token: ${successTokenOf(session)}</p>
        </div>`
      : html`<form class="card" method="post">
          <h1>Вы человек?</h1>
          <p>Подтвердите, что вы не робот, и запись можно будет отправить.</p>
          <button>Я не робот</button>
        </form>`,
  });

export const validationPage = () =>
  page({
    title: 'Подтверждение входа',
    content: html`<div class="card">
      <h1>Подтверждение входа</h1>
      <p>На настоящей странице здесь просят код из сообщения. Эмулятор доверяет вам и так.</p>
    </div>`,
  });

export const badRequestPage = (why: string) =>
  page({
    status: 400,
    title: 'Ошибка',
    content: html`<div class="card">
      <h1>Ошибка</h1>
      <p>${why}</p>
    </div>`,
  });

/** Where a person lets an app in, or does not. */
export function consentPage(asked: Asked, people: readonly number[]): Answer {
  const what =
    asked.flow === 'vkid'
      ? html`хочет узнать вас и действовать от вашего имени:`
      : html`хочет управлять сообществами:
        ${asked.groupIds.map((id) => html` ${communities.find((one) => one.id === id)?.name ?? ''}`)}`;
  return page({
    title: 'Доступ приложения',
    // A browser holds the redirect behind the form to the same rule.
    formTargets: [new URL(asked.redirectUri).origin],
    content: html`<form class="card" method="post">
      <h1>Разрешить доступ?</h1>
      <p><b>${new URL(asked.redirectUri).hostname}</b> ${what}</p>
      <ul>
        ${asked.scope.split(' ').map((one) => html`<li>${one}</li>`)}
      </ul>
      ${people.map(
        (id, index) =>
          html`<p>
            <label
              ><input type="radio" name="user" value="${String(id)}" ${index === 0 ? html`checked` : noHtml} />
              ${nameOf(id)}</label
            >
          </p>`,
      )}
      <p>
        <button name="decision" value="allow">Разрешить</button>
        <button name="decision" value="refuse">Отмена</button>
      </p>
    </form>`,
  });
}

const nameIn = ({ id, screenName }: Community, { state }: World): string =>
  state.get('profile', String(id))?.screenName ?? screenName;

const nameOf = (id: number): string => {
  const community = communities.find((one) => one.id === -id);
  const person = personOf(id);
  return community?.name ?? (person ? `${person.firstName} ${person.lastName}` : 'DELETED');
};

const signature = (community: Community, world: World) =>
  html`<header>
    <span class="avatar" aria-hidden="true">${Array.from(community.name)[0] ?? ''}</span>
    <span
      ><b>${world.state.get('profile', String(community.id))?.name ?? community.name}</b><br /><a
        class="soft"
        href="/${nameIn(community, world)}"
        >${nameIn(community, world)}</a
      ></span
    >
  </header>`;

const article = (community: Community, post: Post, world: World) =>
  html`<article>
    ${signature(community, world)} ${post.text === '' ? noHtml : html`<p class="text">${post.text}</p>`}
    ${post.attachments.map((text) => attached(text, world))}
    <p class="soft">
      <a class="soft" href="/wall-${String(post.groupId)}_${String(post.id)}">${timeOf(post.date)}</a>
      ${(['likes', 'comments', 'reposts', 'views'] as const)
        .filter((name) => isTold(name, world))
        .map((name) => html` · ${words[name]} ${String(countOf(post, name, world))}`)}
    </p>
  </article>`;

const words = { likes: '♥', comments: '💬', reposts: '↪', views: '👁' } as const;

function attached(text: string, world: World) {
  const attachment = readAttachment(text);
  if (attachment.type === 'link') {
    return html`<a class="link" href="${attachment.url}" rel="noopener noreferrer nofollow">${attachment.url}</a>`;
  }
  if (attachment.type === 'photo') {
    const photo = world.state.get('photo', attachment.key);
    if (!photo) return noHtml;
    return html`<div class="pictures">
      <figure>
        <img src="${fileAddress(photo.upload, photo.file, world)}" alt="${photo.text}" loading="lazy" />
        ${photo.text === '' ? noHtml : html`<figcaption class="soft">${photo.text}</figcaption>`}
      </figure>
    </div>`;
  }
  return html`<p class="link">${titleOf(attachment.type, attachment.key, world)}</p>`;
}

function titleOf(type: 'video' | 'doc' | 'poll', key: string, { state }: World): string {
  switch (type) {
    case 'video':
      return `🎞 ${state.get('video', key)?.title ?? ''}`;
    case 'doc':
      return `📎 ${state.get('doc', key)?.title ?? ''}`;
    case 'poll':
      return `📊 ${state.get('poll', key)?.question ?? ''}`;
  }
}

const commentCard = ({ fromId, text, date, replyTo }: Comment, { state }: World) => {
  const answered =
    replyTo === undefined ? undefined : [...state.table('comment').values()].find(({ id }) => id === replyTo);
  return html`<article>
    <b>${nameOf(fromId)}</b> ${answered ? html`<span class="soft">→ ${nameOf(answered.fromId)}</span>` : noHtml}
    <p class="text">${text}</p>
    <p class="soft">${timeOf(date)}</p>
  </article>`;
};

const timeOf = (seconds: number) => {
  const date = new Date(seconds * 1000);
  const shown = new Intl.DateTimeFormat('ru', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date);
  return html`<time datetime="${date.toISOString()}">${shown} UTC</time>`;
};
