/** `dwh generate` as the command line declares it: cli/declarations.ts takes it from here, since it is of the sample alone. */

/** Its flags, by name in camel case. */
export const GENERATE_FLAGS = {
  eventCount: { value: "whole number", placeholder: "n", doc: "How many events (default: 8000)" },
  songCount: {
    value: "whole number",
    placeholder: "n",
    doc: "How many songs, one file each (default: 1500)",
  },
  days: {
    value: "whole number",
    placeholder: "n",
    doc: "Over how many days, one event file each (default: 30)",
  },
  seed: { value: "whole number", placeholder: "n", doc: "Same seed, same bytes (default: 1)" },
} as const;

/** The command as its help tells it. */
export const GENERATE_COMMAND = {
  summary: "Makes synthetic events and songs",
  details: "They go to log_data/ and song_data/ in the folder.",
  args: [{ name: "folder", doc: "Where to", required: true }],
  settings: [],
  flags: ["eventCount", "songCount", "days", "seed"],
  formats: ["text", "json"],
  examples: ["dwh generate data", "dwh generate big --event-count 2000000 --song-count 15000 --seed 7"],
} as const;

/** What it counts of what it wrote. */
export const GENERATE_COUNTS = ["files", "bytes", "events", "songs"] as const;
