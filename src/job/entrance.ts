/** The way into a warehouse whose file a server has open: what `dwh serve` leaves beside the file, for the commands of the same user. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** What a command needs to go through the server. */
export interface Entrance {
  /** A port of 127.0.0.1, for the job alone. */
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** New for every server. */
  readonly password: string;
  /** PEM; the only one to trust. */
  readonly certificate: string;
  /** The folder that stands for S3, from the root; null where S3 is S3. */
  readonly s3Root: string | null;
}

/** Writes it, readable for the user alone, as the warehouse itself is more than what it lets in. @throws the file system's error */
export function writeEntrance(warehouse: string, entrance: Entrance): void {
  // One that was left behind may be anybody's to read.
  removeEntrance(warehouse);
  writeFileSync(pathOf(warehouse), `${JSON.stringify(entrance)}\n`, { mode: 0o600, flag: "wx" });
}

/** Takes it away. */
export function removeEntrance(warehouse: string): void {
  rmSync(pathOf(warehouse), { force: true });
}

/** Returns it, which leads nowhere where the server was killed; undefined where there is none, or none that can be read. */
export function readEntrance(warehouse: string): Entrance | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(warehouse), "utf8")) as Entrance;
  } catch {
    return undefined;
  }
}

function pathOf(warehouse: string): string {
  return `${warehouse}.serve`;
}
