/** JSON as the writer of the public files wrote it: ASCII only, `\u` with four small digits, and every slash escaped. */

/** Returns the text as a JSON string, quotes included. */
export function jsonText(text: string): string {
  return JSON.stringify(text)
    .replaceAll("/", String.raw`\/`)
    .replace(/[^\x20-\x7e]/g, (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, "0"));
}

/** Returns the text as if it was UTF-8 and read as Latin-1, twice: what became of every accent in the public events. */
export function mojibake(text: string): string {
  return readAsLatin1(readAsLatin1(text));
}

function readAsLatin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
