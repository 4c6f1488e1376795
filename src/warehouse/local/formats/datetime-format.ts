/** Formats of dates and times, read into their pieces ("Datetime format strings" of the Database Developer Guide). */

/** A text that stands for itself, or a code by its name in upper case. */
export type Piece =
  | { readonly text: string }
  | {
      readonly code: string;
      /** As it is written: upper, lower or first letter upper. */
      readonly written: string;
      /** After FM: no blanks and zeros that only fill. */
      readonly short: boolean;
    };

/** A format that is none that the guide tells of, from `rest` on. */
export interface BadFormat {
  readonly rest: string;
}

/** Longer ones first. */
const CODES: readonly string[] = (
  "Y,YYY MONTH YYYY IYYY IDDD HH24 HH12 A.M. P.M. B.C. A.D. YYY IYY DDD DAY MON " +
  "YY IY IW ID CC MM MI MS RM WW DY DD HH SS US AM PM BC AD TZ OF Y I Q W D J"
).split(" ");

/** Codes that PostgreSQL has and the guide does not; they begin with other codes. */
const NOT_IN_GUIDE = /^(?:SSSS|TZH|TZM)/;

const READ = new Map<string, readonly Piece[] | BadFormat>();

/** Returns the pieces of a format, or from where on it is none. Text in double quotes, and what is not a letter, stands for itself. */
export function datetimeFormat(format: string): readonly Piece[] | BadFormat {
  const known = READ.get(format);
  if (known !== undefined) return known;
  const read = pieces(format);
  // Formats stand in statements mostly: there are few.
  if (READ.size > 1000) READ.clear();
  READ.set(format, read);
  return read;
}

function pieces(format: string): readonly Piece[] | BadFormat {
  const found: Piece[] = [];
  let rest = format;
  while (rest !== "") {
    const plain = /^(?:"([^"]*)"|([^A-Za-z"]+))/.exec(rest);
    if (plain !== null) {
      found.push({ text: plain[1] ?? plain[2] ?? "" });
      rest = rest.slice(plain[0].length);
      continue;
    }
    const short = /^FM/i.test(rest);
    const own = short ? rest.slice(2) : rest;
    const code = NOT_IN_GUIDE.test(own.toUpperCase())
      ? undefined
      : CODES.find((name) => own.toUpperCase().startsWith(name));
    if (code === undefined) return { rest };
    found.push({ code, written: own.slice(0, code.length), short });
    rest = own.slice(code.length);
  }
  return found;
}

/** The months by their English names, from January on. */
export const MONTH_NAMES: readonly string[] =
  "January February March April May June July August September October November December".split(" ");

/** The days by their English names, from Sunday on. */
export const DAY_NAMES: readonly string[] = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(
  " ",
);
