/** Hours of a day, which are ranges. Pure. */

/** Whether the values of a column are hours of a day. */
export function isHour(name: string): boolean {
  return /(?:^|_)hour$/.test(name);
}

/** Returns an hour of a day as the range that it is: "16" as "16–17"; what is none stays as it is. */
export function sayHour(value: string): string {
  return /^(?:1?\d|2[0-3])$/.test(value) ? `${value}–${Number(value) + 1}` : value;
}
