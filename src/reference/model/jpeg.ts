/** The mean colour of the first block of a baseline JPEG (ITU T.81). */
import type { Pixel } from './picture.ts';

interface Component {
  readonly id: number;
  /** Blocks of this component in one MCU. */
  readonly blocks: number;
  readonly quantisation: number;
}

interface Tables {
  readonly quantisation: Map<number, number>;
  /** `class * 16 + id` to code text to symbol. */
  readonly huffman: Map<number, ReadonlyMap<string, number>>;
  components: readonly Component[];
}

/** Null for a progressive file or one that is not of three components. Throws RangeError for a broken one. */
export function firstPixelOfJpeg(data: Buffer): Pixel | null {
  const tables: Tables = { quantisation: new Map(), huffman: new Map(), components: [] };
  for (let at = 2; ; ) {
    const marker = data.readUInt16BE(at);
    const length = data.readUInt16BE(at + 2);
    const body = data.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === 0xffdb) readQuantisation(body, tables);
    else if (marker === 0xffc4) readHuffman(body, tables);
    else if (marker === 0xffc0 || marker === 0xffc1) tables.components = readFrame(body);
    else if (marker === 0xffc2) return null;
    else if (marker === 0xffda) {
      return tables.components.length === 3 ? colourOf(firstLevels(body, data.subarray(at), tables)) : null;
    }
  }
}

/** Of each table only the step of the flat coefficient, its first entry, is needed. */
function readQuantisation(body: Buffer, tables: Tables): void {
  for (let at = 0; at < body.length; ) {
    const info = body.readUInt8(at);
    const wide = info >> 4 === 1;
    tables.quantisation.set(info & 15, wide ? body.readUInt16BE(at + 1) : body.readUInt8(at + 1));
    at += 1 + (wide ? 128 : 64);
  }
}

function readHuffman(body: Buffer, tables: Tables): void {
  for (let at = 0; at < body.length; ) {
    const id = body.readUInt8(at);
    const codes = new Map<string, number>();
    let code = 0;
    let symbolAt = at + 17;
    for (let length = 1; length <= 16; length++, code <<= 1) {
      for (let left = body.readUInt8(at + length); left > 0; left--) {
        codes.set(code.toString(2).padStart(length, '0'), body.readUInt8(symbolAt++));
        code++;
      }
    }
    tables.huffman.set(id, codes);
    at = symbolAt;
  }
}

function readFrame(body: Buffer): Component[] {
  return Array.from({ length: body.readUInt8(5) }, (_, index) => {
    const at = 6 + index * 3;
    const sampling = body.readUInt8(at + 1);
    return {
      id: body.readUInt8(at),
      blocks: (sampling >> 4) * (sampling & 15),
      quantisation: body.readUInt8(at + 2),
    };
  });
}

/** The level of the first block of each component, decoding the first MCU. */
function firstLevels(header: Buffer, scan: Buffer, tables: Tables): number[] {
  const bits = new Bits(scan);
  return tables.components.map((component, index) => {
    const selector = header.readUInt8(2 + index * 2);
    const dc = tables.huffman.get(selector >> 4) ?? new Map<string, number>();
    const ac = tables.huffman.get(16 + (selector & 15)) ?? new Map<string, number>();
    const levels = Array.from({ length: component.blocks }, () => block(bits, dc, ac));
    return ((levels[0] ?? 0) * (tables.quantisation.get(component.quantisation) ?? 1)) / 8;
  });
}

/** Reads a block and returns its flat coefficient. */
function block(bits: Bits, dc: ReadonlyMap<string, number>, ac: ReadonlyMap<string, number>): number {
  const level = bits.signed(bits.symbol(dc));
  for (let coefficient = 1; coefficient < 64; coefficient++) {
    const symbol = bits.symbol(ac);
    if (symbol === 0) break;
    coefficient += symbol >> 4;
    bits.signed(symbol & 15);
  }
  return level;
}

function colourOf([luma = 0, blueness = 0, redness = 0]: readonly number[]): Pixel {
  const y = luma + 128;
  const channel = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  return [
    channel(y + 1.402 * redness),
    channel(y - 0.344 * blueness - 0.714 * redness),
    channel(y + 1.772 * blueness),
  ];
}

/** Most significant bit first, without the zero that follows each 0xff. */
class Bits {
  readonly #bytes: Buffer;
  #at = 0;
  #left = 0;
  #byte = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  symbol(codes: ReadonlyMap<string, number>): number {
    let code = '';
    while (code.length < 16) {
      code += this.#bit();
      const symbol = codes.get(code);
      if (symbol !== undefined) return symbol;
    }
    throw new RangeError('no such code');
  }

  /** A number of `size` bits; a leading zero makes it negative. */
  signed(size: number): number {
    let value = 0;
    for (let bit = 0; bit < size; bit++) value = value * 2 + this.#bit();
    return size > 0 && value < 2 ** (size - 1) ? value - 2 ** size + 1 : value;
  }

  #bit(): number {
    if (this.#left === 0) {
      this.#byte = this.#bytes.readUInt8(this.#at++);
      if (this.#byte === 0xff && this.#bytes.readUInt8(this.#at) === 0) this.#at++;
      this.#left = 8;
    }
    this.#left--;
    return (this.#byte >> this.#left) & 1;
  }
}
