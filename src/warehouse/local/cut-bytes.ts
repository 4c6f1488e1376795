/** Texts cut to a number of bytes. */

/** Returns the text cut to a number of UTF-8 bytes, on a character's border. */
export function cutBytes(text: string, bytes: number): string {
  // Three bytes a UTF-16 unit is the most that UTF-8 needs.
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((encoded[end] as number) & 0xc0) === 0x80) end -= 1;
  return encoded.toString("utf8", 0, end);
}
