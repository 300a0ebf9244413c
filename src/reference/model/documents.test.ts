import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documents } from '../../../fixtures/documents/make.ts';
import { textOfPdf } from './pdf.ts';
import { descriptionOfPicture } from './picture.ts';

function pdf(content: string, filter: 'none' | 'FlateDecode' | 'DCTDecode' = 'none'): Buffer {
  const raw = Buffer.from(content, 'latin1');
  const data = filter === 'FlateDecode' ? deflateSync(raw) : raw;
  const entry = filter === 'none' ? '' : `/Filter /${filter} `;
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n1 0 obj\n<< ${entry}/Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
}

describe('the text of a PDF', () => {
  it.each([
    ['plain strings', '(Hello) Tj (world) Tj', 'Hello\nworld'],
    ['escapes', '(a \\(b\\) \\\\ \\101) Tj', 'a (b) \\ A'],
    ['arrays with kerning', '[(Hel) -20 (lo)] TJ', 'Hello'],
    ['hexadecimal strings', '<48656C6C6F> Tj', 'Hello'],
  ])('is read from %s', (_, content, text) => {
    expect(textOfPdf(pdf(content))).toBe(text);
  });

  it('is the same in a raw and in a compressed stream', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 ]*[A-Za-z0-9][A-Za-z0-9 ]*$/), (text) => {
        const content = `(${text}) Tj`;
        expect(textOfPdf(pdf(content, 'FlateDecode'))).toBe(text.trim());
        expect(textOfPdf(pdf(content))).toBe(text.trim());
      }),
    );
  });

  it.each([
    ['no PDF', Buffer.from('hello (x) Tj')],
    ['a PDF without text', pdf('0 0 m 1 1 l S')],
    ['an unknown filter', pdf('(Hello) Tj', 'DCTDecode')],
    ['a broken stream', Buffer.from('%PDF-1.4\n<< /Filter /FlateDecode >>\nstream\nnot zlib\nendstream')],
    ['a bomb', pdf(`(${' '.repeat(9 * 1024 * 1024)}) Tj`, 'FlateDecode')],
  ])('is null for %s', (_, bytes) => {
    expect(textOfPdf(bytes)).toBeNull();
  });
});

describe('the description of a picture', () => {
  const pictures = Object.entries(documents()).filter(([name]) => /png|jpg|webp/.test(name));

  it.each(pictures)('survives every truncation of %s', (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      const description = descriptionOfPicture(bytes.subarray(0, length));
      expect([null, 'string']).toContain(description === null ? null : typeof description);
    }
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pictures.map(([, bytes]) => bytes)),
        fc.nat(),
        fc.nat(255),
        (bytes, at, value) => {
          const damaged = Buffer.from(bytes);
          damaged[at % damaged.length] = value;
          expect(() => descriptionOfPicture(damaged)).not.toThrow();
        },
      ),
    );
  });

  it('is null for what is no picture', () => {
    expect(descriptionOfPicture(Buffer.from('%PDF-1.4'))).toBeNull();
  });
});
