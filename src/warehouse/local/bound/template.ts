/** DuckDB's texts with places for operands. */

const QUOTE = 39;
const DOLLAR_SIGN = 36;
const NAME = /\d+|[*q]/y;
/** Templates that are kept cut, and their longest: the program has some hundred, and those that name a length or a zone are without an end. */
const MOST_KEPT = 1000;
const LONGEST_KEPT = 1000;

/** A template, cut at its places: a text, the place behind it, the next text, and at last a text. */
type Cut = readonly string[];

const kept = new Map<string, Cut>();

/** Returns the text with every `$1`, `$*`, `$q` outside of quotes replaced by what `fill` says for it. */
export function fillPlaces(template: string, fill: (place: string) => string): string {
  const cut = cutOf(template);
  let filled = cut[0] ?? "";
  for (let at = 1; at < cut.length; at += 2) filled += fill(cut[at] ?? "") + (cut[at + 1] ?? "");
  return filled;
}

function cutOf(template: string): Cut {
  const known = kept.get(template);
  if (known !== undefined) return known;
  const cut = cutAtPlaces(template);
  if (kept.size < MOST_KEPT && template.length <= LONGEST_KEPT) kept.set(template, cut);
  return cut;
}

function cutAtPlaces(template: string): Cut {
  if (!template.includes("$")) return [template];
  const cut: string[] = [];
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
      cut.push(template.slice(done, at), place);
      at += place.length;
      done = at + 1;
    }
  }
  return [...cut, template.slice(done)];
}
