/** Whether a file begins with the byte order mark of UTF-16, either way round. @param bytes its first ones, two or more */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
