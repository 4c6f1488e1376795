/** Compressed files to damage. */
import { gzipSync } from "node:zlib";

/** Rows of songs, one a line. */
export const PLAIN = Array.from({ length: 12 }, (_, index) => {
  const row = {
    artist_id: `AR${index}`,
    artist_name: `Mika ${"a".repeat(index)}`,
    duration: 100 + index * 7.5,
    num_songs: 1,
    song_id: `SO${index}`,
    title: `Song ${(index * 7919) % 101}`,
    year: 1990 + index,
  };
  return `${JSON.stringify(row)}\n`;
}).join("");

/** The same by `zstd -19 songs.json`: blocks that are compressed, the size in the header, and a checksum. */
export const ZSTD = Buffer.from(
  "KLUv/WTLBBUIAKKJHhmAzQMIZZ2osLCj/AMGwkKKkMiUOCommqoHQOXQo3t3fztsl+9JGd3HF6GL0MHX2mvPOdfYa6yxf/bP/uP7uzd3AqQOVC2lT4aoMg" +
    "VHc+stDl4+OVrsEyGOZHl1+2T71EshKeHFAWUqwZMVh9rFbQw8OanIjeqFKFMBSajhuKz12NgN8CgQCY5zIRQBERABEUBEYECBFUpJQKLaAYd2cdIcwBD8" +
    "FKOYo0rBTAljzCDHib9VIC1KLEfPJbCyNdTDs+jklpOzT/kbdqM/jKaPe91S8mWTnOY3xOaon24BoaWm0R4PFMidnENdBw5m5Ftb8oE1SEDEQEMfxh6rWo" +
    "JXA5s/f3c=",
  "base64",
);

/** The same by gzip, with a name in its header. */
export function gzipNamed(plain: string): Buffer {
  const whole = gzipSync(plain);
  const header = Buffer.from(whole.subarray(0, 10));
  header[3] = 8;
  return Buffer.concat([header, Buffer.from("songs.json\0"), whole.subarray(10)]);
}
