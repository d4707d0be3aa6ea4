import { Parser } from 'htmlparser2';
import { graphemesOf } from '@polyphony/sdk';
import { AnswerTooLarge, guardedFetch, readAtMost, type GuardedFetch } from './guarded-fetch.ts';

/** What a page says about itself. */
export interface LinkCard {
  readonly title: string;
  /** Empty where it says nothing. */
  readonly description: string;
}

const withinMs = 10_000;
const maxBytes = 1_000_000;
/** Characters; more is no title, and networks cut it anyway. */
const longest = { title: 300, description: 1_000 } as const;

/**
 * The title and description of the page at an address that a person typed: those meant for cards (Open Graph, Twitter), else
 * the page's own. Undefined on anything odd: no web page, not reachable in 10 s, an address of our own network. Of a page
 * over 1 MB only that much is read.
 */
export async function linkCard(
  url: string,
  signal: AbortSignal,
  fetch: GuardedFetch = guardedFetch({ allowLoopback: false }),
): Promise<LinkCard | undefined> {
  // Named, so that it lives as long as the wait (Node 20 forgets a time-out that nothing but the sum refers to).
  const timeout = AbortSignal.timeout(withinMs);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, timeout]),
      headers: { accept: 'text/html, application/xhtml+xml', 'user-agent': 'polyphony (link card)' },
    });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !/^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(type)) {
      await response.body?.cancel();
      return undefined;
    }
    return cardOf(decode(await firstBytes(response), type));
  } catch {
    return undefined;
  } finally {
    timeout.onabort = null;
  }
}

async function firstBytes(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of readAtMost(response, maxBytes)) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof AnswerTooLarge)) throw error;
  }
  return Buffer.concat(chunks);
}

/** The text of a page in the encoding that it names: byte order mark, header, its own words, else UTF-8. */
function decode(bytes: Uint8Array, contentType: string): string {
  const named = /charset\s*=\s*["']?([\w.:-]+)/i;
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const label = named.exec(contentType)?.[1] ?? named.exec(head)?.[1] ?? 'utf-8';
  const mark = head.startsWith('\u00EF\u00BB\u00BF')
    ? 'utf-8'
    : head.startsWith('\u00FE\u00FF')
      ? 'utf-16be'
      : head.startsWith('\u00FF\u00FE')
        ? 'utf-16le'
        : undefined;
  try {
    return new TextDecoder(mark ?? label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Which of a page's own words is taken first: names that pages everywhere use, whichever network gave them. */
const titles = 'og:title twitter:title title'.split(' ');
const descriptions = 'og:description twitter:description description'.split(' ');

function cardOf(html: string): LinkCard | undefined {
  const said = new Map<string, string>();
  let inTitle = false;
  const parser = new Parser({
    onopentag(name, { property, name: metaName, content }) {
      if (name === 'meta') {
        const key = (property ?? metaName ?? '').toLowerCase();
        if (content !== undefined && key !== 'title' && !said.has(key)) said.set(key, content);
      }
      // The first one: pictures in a page (SVG) have titles too.
      inTitle = name === 'title' && !said.has('title');
    },
    ontext(text) {
      if (inTitle) said.set('title', (said.get('title') ?? '') + text);
    },
    onclosetag() {
      inTitle = false;
    },
  });
  parser.end(html);
  const first = (keys: readonly string[], most: number) =>
    keys.map((key) => tidy(said.get(key) ?? '', most)).find((text) => text !== '') ?? '';
  const title = first(titles, longest.title);
  return title === '' ? undefined : { title, description: first(descriptions, longest.description) };
}

/** In one line, without what has no width, cut between characters. */
function tidy(text: string, most: number): string {
  const line = text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .trim();
  const characters: string[] = [];
  for (const character of graphemesOf(line)) {
    if (characters.push(character) > most) return `${characters.slice(0, most - 1).join('')}…`;
  }
  return line;
}
