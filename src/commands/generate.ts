/** `dwh generate`: synthetic events and songs. */
import { ConfigError, DwhError } from "../errors.ts";
import { defaultSample, usersFor, type SampleOptions } from "../generate/options.ts";
import { writeSampleData } from "../generate/write.ts";
import { EXIT } from "../names.ts";
import type { CommandContext } from "../cli/context.ts";

/** Writes `log_data/` and `song_data/` into the folder that the argument names. */
export async function command({ args, flags, io, signal }: CommandContext): Promise<number> {
  const [folder] = args;
  if (folder === undefined)
    throw new ConfigError("there is no folder to write to", { next: "dwh generate data" });
  const events = flags.eventCount ?? defaultSample.events;
  const options: SampleOptions = {
    ...defaultSample,
    events,
    users: usersFor(events),
    songs: flags.songCount ?? defaultSample.songs,
    days: flags.days ?? defaultSample.days,
    seed: flags.seed ?? defaultSample.seed,
  };
  const written = await writeSampleData(options, folder, undefined, signal).catch((error: unknown) => {
    throw explainWrite(error, folder);
  });
  if (flags.format === "json") {
    io.writeOut(`${JSON.stringify({ folder, ...written })}\n`);
    return EXIT.done;
  }
  const megabytes = (written.bytes / 1e6).toFixed(1);
  io.writeOut(
    `${written.events} events and ${written.songs} songs in ${written.files} files, ${megabytes} MB, in ${folder}\n`,
  );
  return EXIT.done;
}

/** A file that cannot be written, told to a person; what is no error of the file system is left as it is. */
export function explainWrite(error: unknown, folder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined || error instanceof DwhError) return error;
  const facts = { where: path ?? folder, cause: error };
  if (["ENOSPC", "EFBIG", "EDQUOT"].includes(code)) {
    const next =
      "free space, or ask for less with --event-count and --song-count; nothing half written is left";
    return new DwhError(`the data does not fit on the disk (${code})`, { ...facts, next });
  }
  return new ConfigError(`the data cannot be written (${code})`, {
    ...facts,
    next: "name a folder that can be made and written",
  });
}

/** Makes the data of a first run. */
export async function writeSample(folder: string): Promise<void> {
  await writeSampleData(defaultSample, folder);
}
