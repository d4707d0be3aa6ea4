import { html, noHtml, type Answer, type Incoming } from '@polyphony/sdk/emulator';
import { accountOf, demoAccounts, type Account } from './accounts.ts';
import { askedAt, decide } from './oauth.ts';
import { page } from './pages.ts';
import type { ServerContext } from './server.ts';
import type { Authorization } from './state.ts';

/** The page on which a person lets a client in, or does not. */
export function serveConsent({ method, url, body }: Incoming, context: ServerContext): Answer {
  const given = method === 'POST' ? new URLSearchParams(body.toString()) : url.searchParams;
  const request = { clientId: given.get('client_id') ?? '', requestUri: given.get('request_uri') ?? '' };
  const asked = askedAt(request.requestUri, request.clientId, context);
  if (!asked) return staleAnswer();
  if (method !== 'POST') return consentAnswer(asked);
  const account = given.get('decision') === 'allow' ? (given.get('account') ?? undefined) : undefined;
  const back = decide(request, account, context);
  return back === undefined ? staleAnswer() : { status: 303, headers: { location: back } };
}

const why: Readonly<Record<string, string>> = {
  atproto: 'Know who you are',
  'transition:generic': 'Write and read posts, likes and pictures in your name',
  'transition:email': 'See your e-mail address',
  'transition:chat.bsky': 'Read and write direct messages',
};

function consentAnswer({ clientId, requestUri, scope, redirectUri, loginHint = '' }: Authorization): Answer {
  const hinted = accountOf(loginHint);
  return page({
    title: 'Let an app in?',
    // A browser holds the redirect behind the form to the same rule.
    formTargets: [new URL(redirectUri).origin],
    content: html`<form class="card" method="post" action="/oauth/authorize">
      <h1>Let an app in?</h1>
      <p><b>${new URL(clientId).hostname}</b> wants to use your account:</p>
      <ul>
        ${scope.split(' ').map((one) => html`<li>${why[one] ?? one}</li>`)}
      </ul>
      <input type="hidden" name="client_id" value="${clientId}" />
      <input type="hidden" name="request_uri" value="${requestUri}" />
      ${demoAccounts.map((account) => choice(account, account === (hinted ?? demoAccounts[0])))}
      <p>
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="refuse">Refuse</button>
      </p>
    </form>`,
  });
}

const choice = ({ externalId, name, handle }: Account, chosen: boolean) =>
  html`<p>
    <label
      ><input type="radio" name="account" value="${externalId}" ${chosen ? html`checked` : noHtml} /> ${name}
      <span class="soft">@${handle}</span></label
    >
  </p>`;

const staleAnswer = () =>
  page({
    status: 400,
    title: 'Nobody asks',
    content: html`<div class="card">
      <h1>Nobody asks</h1>
      <p>This request is not known here, or has run out, or was answered already. Begin again in the app.</p>
    </div>`,
  });
