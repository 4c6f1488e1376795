/** Why data could not be written. */
import { ConfigError, DwhError } from "../errors.ts";

/** Returns the error as a person reads it; one that is not of the file system is returned as it is. */
export function explainWrite(error: unknown, folder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined || error instanceof DwhError) return error;
  const facts = { where: path ?? folder, cause: error };
  if (["ENOSPC", "EFBIG", "EDQUOT"].includes(code)) {
    const next =
      "free space, or generate less with --event-count and --song-count; no partial files are left";
    return new DwhError(`the data does not fit on the disk (${code})`, { ...facts, next });
  }
  return new ConfigError(`the data cannot be written (${code})`, {
    ...facts,
    next: "name a folder that can be created and written",
  });
}
