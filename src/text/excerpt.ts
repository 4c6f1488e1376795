/** As much of a text as shows what is meant. */

/** Characters that are shown. */
const MOST = 200;

/** Returns the text, or its last characters after `…`. */
export function endOf(text: string): string {
  return text.length > MOST ? `…${text.slice(-MOST)}` : text;
}

/** Returns the text, or so many of its first characters before `…`. */
export function startOf(text: string, most = MOST): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
