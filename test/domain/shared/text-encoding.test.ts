import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { detectEncoding } from '../../../src/domain/shared/text-encoding.ts';
import { texts } from '../texts.ts';

const russian = 'Конкурент;Сеть;Дата\r\nПекарня «Ёлка» № 1;vk;01.02.2026\r\n';
const latvian = 'Konkurents;Tīkls;Datums\r\nMaizes ceptuve „Ābele”;vk;01.02.2026\r\n';
const kazakh = 'Бәсекелес;Желі;Күні\r\nҚоңыр өзен наубайханасы;vk;01.02.2026\r\n';
const encode = (text: string, encoding: string, addBOM = false) => iconv.encode(text, encoding, { addBOM });

describe('the encoding of a text', () => {
  it.each(Object.values({ ...texts, russian, latvian, kazakh }))('is UTF-8 where it is valid UTF-8: %s', (text) => {
    expect(detectEncoding(encode(text, 'utf-8'))).toBe('UTF_8');
    expect(detectEncoding(encode(text, 'utf-8', true))).toBe('UTF_8');
  });

  it.each([
    ['UTF_16LE', 'utf-16le'],
    ['UTF_16BE', 'utf-16be'],
  ])('is %s by its mark, and without one by where the zeros stand', (name, label) => {
    for (const text of [russian, latvian, kazakh]) {
      expect(detectEncoding(encode(text, label, true))).toBe(name);
      expect(detectEncoding(encode(text, label))).toBe(name);
    }
  });

  it('is told apart between Windows-1251 and Windows-1257 by words that make sense', () => {
    expect(detectEncoding(encode(russian, 'windows-1251'))).toBe('WINDOWS_1251');
    expect(detectEncoding(encode(latvian, 'windows-1257'))).toBe('WINDOWS_1257');
    expect(detectEncoding(encode('Там;vk', 'windows-1251'))).toBeNull(); // three letters are also three letters of Latvian
    expect(detectEncoding(encode('Rīga;vk', 'windows-1257'))).toBe('WINDOWS_1257');
  });

  it('is not guessed where both readings make sense, or none does', () => {
    expect(detectEncoding(encode('ū;vk', 'windows-1257'))).toBeNull();
    expect(detectEncoding(encode(kazakh, 'rk1048'))).toBeNull();
    const both = Buffer.concat([encode(russian, 'windows-1251'), encode(latvian, 'windows-1257')]);
    expect(detectEncoding(both)).toBeNull();
    expect(detectEncoding(Uint8Array.of(0, 65, 66, 0))).toBeNull();
    expect(detectEncoding(Uint8Array.of(0xef, 0xbb, 0xbf, 0xff))).toBeNull();
    expect(detectEncoding(encode('Þór;vk', 'latin1'))).toBeNull();
  });
});
