/**
 * What a compressed block of zstd says of its sizes (RFC 8878, 3.1.1.3), held against what a block can hold, since fzstd believes it; and a
 * description of weights over which fzstd never comes to an end.
 */
import { CompressionFault } from "./compression-fault.ts";

/** The most that a block can mean (RFC 8878, 3.1.1.2.4). */
const LARGEST = 128 * 1024;
/** A sequence copies so many bytes at least (RFC 8878, 3.1.1.3.2.1.1, match length codes). */
const SHORTEST_COPY = 3;
/** Kinds of literals: as they are, one byte again and again, with a Huffman tree, with that of the block before. */
const RAW = 0;
const REPEATED = 1;
const WITH_TREE = 2;

/** Looks at a block, given without its header. @throws CompressionFault for one that says of itself what no block can hold */
export function checkBlock(block: Buffer): void {
  const { kind, header, plain, packed } = literalsOf(block);
  if (plain > LARGEST) throw damaged("literals");
  if (kind === WITH_TREE) checkTree(block.subarray(header));
  const at = header + packed;
  const [first = 0, second = 0, third = 0] = block.subarray(at, at + 3);
  const sequences =
    first < 128 ? first : first < 255 ? ((first - 128) << 8) + second : second + (third << 8) + 0x7f00;
  if (sequences * SHORTEST_COPY > LARGEST) throw damaged("sequences");
}

interface Literals {
  readonly kind: number;
  /** Bytes of their header. */
  readonly header: number;
  /** How many they are. */
  readonly plain: number;
  /** Bytes that they take. */
  readonly packed: number;
}

/** RFC 8878, 3.1.1.3.1.1. */
function literalsOf(block: Buffer): Literals {
  const start = Buffer.alloc(6);
  block.copy(start, 0, 0, 5);
  const kind = (start[0] as number) & 3;
  const format = ((start[0] as number) >> 2) & 3;
  if (kind === RAW || kind === REPEATED) {
    const header = format === 1 ? 2 : format === 3 ? 3 : 1;
    const plain = start.readUIntLE(0, header) >> (header === 1 ? 3 : 4);
    return { kind, header, plain, packed: kind === RAW ? plain : 1 };
  }
  const [header, bits] = format < 2 ? [3, 10] : format === 2 ? [4, 14] : [5, 18];
  const sizes = Math.floor(start.readUIntLE(0, header) / 16);
  return { kind, header, plain: sizes % 2 ** bits, packed: Math.floor(sizes / 2 ** bits) };
}

/**
 * A table in which one weight has the whole probability asks for no bits, so that nobody knows when the weights end: RFC 8878, 4.2.1.2, ends
 * them with the bits.
 */
function checkTree(tree: Buffer): void {
  const [size = 0] = tree;
  if (size < 128 && holdsOneSymbol(tree.subarray(1, 1 + size)))
    throw new CompressionFault("damaged", "zstd: a tree whose weights do not end");
}

/** RFC 8878, 4.1.1. */
function holdsOneSymbol(table: Buffer): boolean {
  const whole = 1 << (((table[0] ?? 0) & 15) + 5);
  let left = whole;
  let bit = 4;
  const read = (count: number): number => {
    const at = bit >> 3;
    const bytes = (table[at] ?? 0) | ((table[at + 1] ?? 0) << 8) | ((table[at + 2] ?? 0) << 16);
    return (bytes >> (bit & 7)) & ((1 << count) - 1);
  };
  for (let symbol = 0; symbol < 256 && left > 0; symbol += 1) {
    const bits = 31 - Math.clz32(left + 1);
    const value = read(bits + 1);
    const half = (1 << bits) - 1;
    const short = 2 * half - left;
    const isShort = (value & half) < short;
    bit += isShort ? bits : bits + 1;
    const probability = (isShort ? value & half : value > half ? value - short : value) - 1;
    if (probability === whole) return true;
    left -= Math.abs(probability);
    if (probability === 0) {
      let zeros = 3;
      while (zeros === 3) {
        zeros = read(2);
        bit += 2;
      }
    }
  }
  return false;
}

function damaged(what: string): CompressionFault {
  return new CompressionFault("damaged", `a zstd block that claims more ${what} than a block can hold`);
}
