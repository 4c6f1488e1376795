/** DuckDB's texts with places for operands. */

const PLACE = /'(?:[^']|'')*'|\$(\d+|\*|q)/g;

/** Returns the text with every `$1`, `$*`, `$q` outside of quotes replaced by what `fill` says for it. */
export function fillPlaces(template: string, fill: (place: string) => string): string {
  return template.replace(PLACE, (whole, place: string | undefined) =>
    place === undefined ? whole : fill(place),
  );
}
