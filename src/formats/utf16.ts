/** Files in UTF-16. */

/** Bytes that are looked at. */
const LOOKED_AT = 64;

/** Whether a file begins with the byte order mark of UTF-16, either way round. @param bytes its first ones, two or more */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Whether a file is ASCII in UTF-16 without a mark: every second byte of its beginning is NUL, and no other one. */
export function isUnmarkedUtf16(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, Math.min(LOOKED_AT, bytes.length - (bytes.length % 2)));
  const isNul = (place: number): boolean => start.every((byte, at) => (byte === 0) === (at % 2 === place));
  return start.length >= 4 && (isNul(0) || isNul(1));
}
