/** DuckDB's texts with places for operands. */

const QUOTE = 39;
const DOLLAR_SIGN = 36;
const NAME = /\d+|[*q]/y;

/** Returns the text with every `$1`, `$*`, `$q` outside of quotes replaced by what `fill` says for it. */
export function fillPlaces(template: string, fill: (place: string) => string): string {
  if (!template.includes("$")) return template;
  let filled = "";
  let done = 0;
  for (let at = 0; at < template.length; at += 1) {
    const unit = template.charCodeAt(at);
    if (unit === QUOTE) {
      // A quote within quotes is written twice: the text ends, and the next one begins.
      const end = template.indexOf("'", at + 1);
      if (end === -1) break;
      at = end;
    } else if (unit === DOLLAR_SIGN) {
      NAME.lastIndex = at + 1;
      const place = NAME.exec(template)?.[0];
      if (place === undefined) continue;
      filled += template.slice(done, at) + fill(place);
      at += place.length;
      done = at + 1;
    }
  }
  return filled + template.slice(done);
}
