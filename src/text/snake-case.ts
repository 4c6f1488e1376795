/** Returns the fields under names as the columns of the record tables have them: `rowsRead` becomes `rows_read`. */
export function snakeCaseKeys(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as unknown,
    ]),
  );
}
