import { expect, it } from "vitest";
import { differencesOf } from "../../src/migrate/differences.ts";
import type { CatalogueTable } from "../../src/records/read-definitions.ts";
import { tableT, tablesOf } from "../support/schema-warehouse.ts";

/** PG_CLASS_INFO tells users of their own tables (Developer Guide): of another's neither layout nor the columns of keys are known. */
it("finds of a table that its user does not own what is told of it, and takes nothing else for a difference", () => {
  const found: CatalogueTable = {
    columns: [
      { name: "a", type: "integer", notNull: true, layout: undefined },
      { name: "b", type: "character varying(8)", notNull: false, layout: undefined },
    ],
    distStyle: undefined,
    keys: [{ kind: "primary", constraint: "t_pkey", columns: [] }],
  };
  const [declared] = tablesOf(
    tableT("a integer default 1 encode zstd, b varchar(16), primary key (a)", " diststyle all sortkey (a)"),
  );
  const surroundings = { full: (name: string) => name, primaryKeyOf: () => undefined };
  const differences = declared && differencesOf(declared.definition, found, surroundings);
  expect(differences).toMatchObject([{ kind: "type", column: { name: "b" } }]);
});
