import { describe, expect, it } from 'vitest';
import { nameFile, uploadMedia } from '../../../src/domain/planning/media.ts';

const jpeg = ['jpg', 'jpeg'] as const;

describe('a file’s name', () => {
  it.each([
    ['Picture.JPG', 'Picture.JPG'],
    ['Свежий хлеб.jpeg', 'Свежий хлеб.jpeg'],
    ['Қазақша сурет.jpg', 'Қазақша сурет.jpg'],
    ['Rīta maize ķīļšūņa.jpg', 'Rīta maize ķīļšūņa.jpg'],
    ['Semi 👩‍👩‍👧 🥐.jpg', 'Semi 👩‍👩‍👧 🥐.jpg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['C:\\Users\\me\\..\\x.jpg', 'x.jpg'],
    ['a\0b\r\nc.jpg', 'abc.jpg'],
    ['photo\u202Egpj.exe', 'photogpj.exe.jpg'],
    ['half\uD83D.jpg', 'half.jpg'],
    ['page.html', 'page.html.jpg'],
    ['picture.png', 'picture.png.jpg'],
    ['.htaccess', 'htaccess.jpg'],
    ['name.', 'name.jpg'],
    [' .. ', 'file.jpg'],
    ['..', 'file.jpg'],
    ['.jpg', 'jpg.jpg'],
    ['', 'file.jpg'],
    [null, 'file.jpg'],
    ['a/', 'file.jpg'],
    ['cafe\u0301.jpg', 'caf\u00e9.jpg'],
    [`${'ш'.repeat(500)}.jpg`, `${'ш'.repeat(200)}.jpg`],
    ['%2e%2e%2fx.jpg', '%2e%2e%2fx.jpg'],
  ])('%j becomes %j', (given, name) => {
    expect(nameFile(given, jpeg)).toBe(name);
  });
});

describe('an upload', () => {
  it('is told of, and refused where its alt text is longer than what is stored', () => {
    expect(uploadMedia({ altText: 'x'.repeat(5000) })).toEqual({ ok: true, events: [{ type: 'MEDIA_UPLOADED' }] });
    expect(uploadMedia({ altText: 'x'.repeat(5001) })).toMatchObject({
      ok: false,
      error: { issues: [{ code: 'TOO_LONG', path: ['altText'] }] },
    });
  });
});
