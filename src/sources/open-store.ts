/** The store for the configured sources. */
import type { Config } from "../config/config.ts";
import { openFolderStore } from "./folder-store.ts";
import type { Store } from "./store.ts";

/** Opens the store of folders; `s3://` means files below DWH_S3_ROOT there. */
export function openStore(config: Config): Store {
  return openFolderStore(config.s3Root === undefined ? {} : { s3Root: config.s3Root });
}
