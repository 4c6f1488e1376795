/** TO_NUMBER ("TO_NUMBER" of the Database Developer Guide). Pure. */
import type { NumberFormat } from "./number-format.ts";

/** Returns the number of a text as digits with a sign and a point; undefined where it is none of the format. */
export function readNumber(text: string, format: NumberFormat): string | undefined {
  const has = (kind: string): boolean => format.tokens.some((token) => token.kind === kind);
  let own = text.trim();
  let sign = "";
  const bracketed = format.brackets ? /^<(.*)>$/.exec(own)?.[1] : undefined;
  if (bracketed !== undefined) [sign, own] = ["-", bracketed];
  // The sign of a currency and what the format has between its digits may be left out.
  if (has("L")) own = own.replace("$", "").trim();
  const signs = /^([+-])\s*(.*)$/.exec(own) ?? undefined;
  const behind = has("S") || has("MI") || has("SG") ? /^(.*?)\s*([+-])$/.exec(own) : null;
  if (signs !== undefined && sign === "") [sign, own] = [signs[1] ?? "", signs[2] ?? ""];
  else if (behind !== null && sign === "") [own, sign] = [behind[1] ?? "", behind[2] ?? ""];
  if (has("L")) own = own.replace("$", "").trim();
  if (has("G")) own = own.replaceAll(",", "");
  const match = /^(\d*)(?:\.(\d*))?$/.exec(own);
  const [, whole = "", fraction = ""] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  if (whole.replace(/^0+/, "").length > format.whole || fraction.length > format.fraction) return undefined;
  return `${sign === "-" ? "-" : ""}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
}
