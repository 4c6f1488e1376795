/** What an error of loading tells of a value besides its line. Pure. */

/** Returns whether the reason may be told of the value: one shows a character of it ("Load error reference": Invalid digit, Value 'a', Pos 0). */
export function mayBeToldOf(value: string | undefined, reason: string): boolean {
  const [, character, place] = /, Value '(.)', Pos (\d+)/su.exec(reason) ?? [];
  return character === undefined || value?.startsWith(character, Number(place)) === true;
}
