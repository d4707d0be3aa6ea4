import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedFetch } from '../../src/infra/guarded-fetch.ts';
import { linkCard } from '../../src/infra/link-card.ts';

const html = 'text/html; charset=utf-8';

/** "Хлеб" as windows-1251 writes it. */
const bread = Buffer.from([0xd5, 0xeb, 0xe5, 0xe1]);

const pages: Readonly<
  Record<string, { readonly type?: string; readonly status?: number; readonly body: string | Buffer }>
> = {
  '/card': {
    body: `<!doctype html><title>Page</title><meta name="description" content="Page's own">
      <meta property="og:title" content="Сәлем &amp; &quot;Labdien&quot; 🥐"><meta property="og:description" content="
      Two
      lines ">`,
  },
  '/twitter': { body: '<meta name=twitter:title content=T><meta name="twitter:description" content="D">' },
  '/plain': { body: '<html><head><title> Rīta\n maize </title></head><body><svg><title>icon</title></svg><h1>x</h1>' },
  '/header-1251': { type: 'text/html; charset=windows-1251', body: Buffer.concat([Buffer.from('<title>'), bread]) },
  '/meta-1251': {
    type: 'text/html',
    body: Buffer.concat([Buffer.from('<meta charset="windows-1251"><title>'), bread, Buffer.from('</title>')]),
  },
  '/equiv-1251': {
    type: 'text/html',
    body: Buffer.concat([
      Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>'),
      bread,
    ]),
  },
  '/bom': { type: 'text/html; charset=windows-1251', body: '\uFEFF<title>Мир</title>' },
  '/odd-charset': { type: 'text/html; charset=martian', body: '<title>Мир</title>' },
  '/huge': { body: `<title>At the start</title>${'<p>x</p>'.repeat(400_000)}` },
  '/long': { body: `<title>${'👩‍👩‍👧'.repeat(400)}</title>` },
  '/bidi': { body: '<title>evil\u202Egpj.exe\u0000</title>' },
  '/empty': { body: '<html><head><title> </title></head>' },
  '/json': { type: 'application/json', body: '{"title":"x"}' },
  '/picture': { type: 'image/png', body: '<title>x</title>' },
  '/missing': { status: 404, body: '<title>Not found</title>' },
  '/broken': { body: '<title <meta <<< "' },
};

let server: string;
beforeAll(async () => {
  const listener = createServer((request, response) => {
    if (request.url === '/never') return;
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-type': html, 'content-length': '1000' }).write('<title>Half a');
      setTimeout(() => response.destroy(), 20);
      return;
    }
    if (request.url === '/moved') {
      response.writeHead(301, { location: '/card' }).end();
      return;
    }
    const page = pages[request.url ?? ''] ?? { status: 404, body: '' };
    response.writeHead(page.status ?? 200, { 'content-type': page.type ?? html }).end(page.body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  server = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
  afterAll(() => {
    listener.closeAllConnections();
    listener.close();
  });
});

const here = guardedFetch({ allowLoopback: true });
const card = (path: string, signal = new AbortController().signal) => linkCard(server + path, signal, here);

describe('a link card', () => {
  it('says what the page says of itself, the words that are meant for cards first', async () => {
    expect(await card('/card')).toEqual({ title: 'Сәлем & "Labdien" 🥐', description: 'Two lines' });
    expect(await card('/twitter')).toEqual({ title: 'T', description: 'D' });
    expect(await card('/plain')).toEqual({ title: 'Rīta maize', description: '' });
    expect(await card('/moved')).toMatchObject({ title: 'Сәлем & "Labdien" 🥐' });
  });

  it('reads pages in the encoding that they name', async () => {
    for (const path of ['/header-1251', '/meta-1251', '/equiv-1251'])
      expect(await card(path)).toEqual({ title: 'Хлеб', description: '' });
    for (const path of ['/bom', '/odd-charset']) expect(await card(path)).toEqual({ title: 'Мир', description: '' });
  });

  it('reads the beginning of a page that is too large, and cuts a title between characters', async () => {
    expect(await card('/huge')).toEqual({ title: 'At the start', description: '' });
    expect((await card('/long'))?.title).toBe(`${'👩‍👩‍👧'.repeat(299)}…`);
    expect((await card('/bidi'))?.title).toBe('evilgpj.exe');
  });

  it.each(['/empty', '/json', '/picture', '/missing', '/broken', '/cut', '/nowhere'])(
    'of %s there is none',
    async (path) => {
      expect(await card(path)).toBeUndefined();
    },
  );

  it('is none where nobody answers, the address is none, or is one of our own network', async () => {
    const stop = new AbortController();
    const asked = card('/never', stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 50);
    expect(await asked).toBeUndefined();
    for (const url of ['no address', 'javascript:alert(1)', 'file:///etc/passwd', `${server}/card`])
      expect(await linkCard(url, new AbortController().signal)).toBeUndefined();
  });
});
