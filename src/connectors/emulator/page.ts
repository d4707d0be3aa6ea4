import type { Answer } from './server.ts';

/** Markup that may stand in a page as it is. */
export class Html {
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
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Html =>
  new Html(parts.reduce((whole, part, index) => whole + render(values[index - 1] ?? '') + part));

export const noHtml = new Html('');

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

export interface Page {
  /** Of the network. */
  readonly network: string;
  readonly title: string;
  /** Above everything: that this is emulated. */
  readonly banner: Html;
  readonly content: Content;
  /** Where its forms may lead beside the emulator itself, such as back to a client. */
  readonly formTargets?: readonly string[];
}

/** A page for people. It runs no script, and everything in it is escaped. */
export function pageAnswer(status: number, { network, title, banner, content, formTargets = [] }: Page): Answer {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${network}</title>
        ${style}
      </head>
      <body>
        <div class="banner" role="note">${banner}</div>
        <main>${content}</main>
      </body>
    </html>`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': [
        "default-src 'none'",
        'img-src * data:',
        "style-src 'unsafe-inline'",
        ["form-action 'self'", ...formTargets].join(' '),
      ].join('; '),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body: markup,
  };
}
