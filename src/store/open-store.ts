/** The store for the configured sources. */
import type { Config } from "../config/config.ts";
import { folderOrS3Store } from "./folder-or-s3-store.ts";
import { openFolderStore } from "./folder-store.ts";
import { openS3Store } from "./s3-store.ts";
import type { Store } from "./store.ts";

/** Returns folders and S3 as one store; with DWH_S3_ROOT set, `s3://` means files below that folder. */
export function openStore(config: Config): Store {
  if (config.s3Root !== undefined) return openFolderStore({ s3Root: config.s3Root });
  return folderOrS3Store(openFolderStore({}), openS3Store({}));
}
