import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMultipart } from './multipart.ts';

describe('readMultipart', () => {
  it('gives fields and measured files back, whatever the bytes', () => {
    const file = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), file, (value, bytes) => {
        const form = Buffer.concat([
          Buffer.from(`--xyz\r\nContent-Disposition: form-data; name="note"\r\n\r\n${value}\r\n`),
          Buffer.from('--xyz\r\nContent-Disposition: form-data; name="file"; filename="ä.bin"\r\n\r\n'),
          bytes,
          Buffer.from('\r\n--xyz--\r\n'),
        ]);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        expect(readMultipart(form, 'multipart/form-data; boundary="xyz"')).toEqual([
          { name: 'note', value: Buffer.from(value).toString('utf8') },
          { name: 'file', filename: 'ä.bin', contentType: '', bytes: bytes.length, sha256 },
        ]);
      }),
    );
  });

  it('finds the boundary in the body when the header was scrubbed', () => {
    const form = Buffer.from(
      '--real\r\nContent-Disposition: form-data; name=purpose\r\n\r\nvision\r\n--real--',
    );
    expect(readMultipart(form, 'multipart/form-data; boundary=***')).toEqual([
      { name: 'purpose', value: 'vision' },
    ]);
  });

  it('reads what is no form as no parts', () => {
    expect(readMultipart(Buffer.from('{}'), 'multipart/form-data')).toEqual([]);
  });
});
