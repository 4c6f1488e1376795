/** All statements. */
import type { Delete, Insert, Merge, Truncate, Update } from "./change.ts";
import type { Command } from "./command.ts";
import type {
  Comment,
  CreateMaterializedView,
  CreateSchema,
  CreateView,
  Drop,
  RefreshMaterializedView,
} from "./definition.ts";
import type { Query } from "./query.ts";
import type {
  Analyze,
  Begin,
  CallProcedure,
  CloseCursor,
  Commit,
  Deallocate,
  DeclareCursor,
  Execute,
  Explain,
  FetchCursor,
  Lock,
  Prepare,
  Reset,
  Rollback,
  SetSetting,
  Show,
  Vacuum,
} from "./session.ts";
import type { AlterTable, CreateTable, CreateTableAs } from "./table.ts";
import type { Copy, Unload } from "./transfer.ts";

/** One statement of Redshift SQL, told apart by `kind`. */
export type Statement =
  | Query
  | Insert
  | Update
  | Delete
  | Merge
  | Truncate
  | CreateTable
  | CreateTableAs
  | AlterTable
  | CreateView
  | CreateMaterializedView
  | RefreshMaterializedView
  | CreateSchema
  | Drop
  | Comment
  | Copy
  | Unload
  | Begin
  | Commit
  | Rollback
  | Lock
  | SetSetting
  | Reset
  | Show
  | Analyze
  | Vacuum
  | Explain
  | DeclareCursor
  | FetchCursor
  | CloseCursor
  | Prepare
  | Execute
  | Deallocate
  | CallProcedure
  | Command;
