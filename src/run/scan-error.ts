/**
 * Which file a COPY of Parquet has failed at: "Error messages are sent to the SQL client. Some errors are logged in STL_LOAD_ERRORS" (Database
 * Developer Guide, "COPY from columnar data formats"), so that its own words may be all there is. Pure.
 */
import type { WarehouseError } from "../errors.ts";
import type { Reject } from "../records/result.ts";
import { filesOf, type LoadedObject } from "../sources/pack-map.ts";

/** Codes of Redshift Spectrum for a value or a file that it cannot take (github.com/rudderlabs/rudder-server, pull request 3178). */
const CODES: readonly number[] = [15_001, 15_007];

/** Whether a rejected row is one of a columnar file, of which one fails the COPY. */
export function isColumnar({ code, seen }: Pick<Reject, "code" | "seen">): boolean {
  return CODES.includes(code) || seen?.kind === "parquet";
}

/** Returns the fault of a columnar file as a rejected row without a line, where the error names one that was loaded. */
export function rejectOfScan(
  { message, detail = "" }: Pick<WarehouseError, "message" | "detail">,
  objects: readonly LoadedObject[],
): Reject | undefined {
  if (!/Spectrum Scan Error/.test(message)) return undefined;
  const object = objects.find((one) => names(detail, one.url));
  const [file] = object === undefined ? [] : filesOf(object);
  if (file === undefined) return undefined;
  const code = Number(/code:\s*(\d+)/.exec(detail)?.[1] ?? CODES[0]);
  const reason = /context:\s*(.*?)\s*(?:\n|\bquery:|$)/s.exec(detail)?.[1] ?? message;
  const nothing = { column: undefined, columnType: undefined, value: undefined };
  return { source: file.source, url: file.url, line: 0, ...nothing, code, reason };
}

/**
 * Whether a text names an object: by its url, or as Spectrum does, `https://s3.us-east-2.amazonaws.com/bucket/key`
 * (github.com/aws/amazon-redshift-python-driver, issue 107). What goes on after it is the name of another.
 */
function names(text: string, url: string): boolean {
  const path = url.replace(/^s3:\//, "");
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const before = text.slice(0, at);
    const isWhole = path === url || /(?:s3:\/|amazonaws\.com(?:\.cn)?)$/.test(before);
    if (isWhole && !/^[^\s'",;)]/.test(text.slice(at + path.length))) return true;
  }
  return false;
}
