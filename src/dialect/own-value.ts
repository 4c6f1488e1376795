/** Looking words of SQL up in a table: a word may be `constructor`, which every object has from elsewhere. */

/** Returns what the table itself holds under the key; undefined when it holds nothing. */
export function ownValue<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
