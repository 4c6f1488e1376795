/** `dwh generate`: synthetic events and songs. */
import { ConfigError } from "../errors.ts";
import { explainWrite } from "../generate/explain-write.ts";
import { defaultSample, usersFor, type SampleOptions } from "../generate/options.ts";
import { writeSampleData } from "../generate/write.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";
import type { CommandContext } from "../cli/context.ts";

/** Writes `log_data/` and `song_data/` into the folder that the argument names. */
export async function command({ args, flags, io, signal }: CommandContext): Promise<number> {
  const [folder] = args;
  if (folder === undefined)
    throw new ConfigError("no folder to write to was given", { next: "dwh generate data" });
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
    io.writeOut(printJson({ folder, ...written }));
    return EXIT.done;
  }
  const megabytes = (written.bytes / 1e6).toFixed(1);
  io.writeOut(
    `${written.events} events and ${written.songs} songs in ${written.files} files, ${megabytes} MB, in ${folder}\n`,
  );
  return EXIT.done;
}
