/** Identity columns that one file declares and another one sets. */
import { placeOf } from "../dialect/place.ts";
import { identitiesIn, refusedIdentity } from "../dialect/refuse/identity.ts";
import type { FileProblem } from "./order.ts";
import type { SqlFile } from "./sql-file.ts";

/** Returns a problem for each place where a statement of the folder sets an identity column of a table that the folder declares. */
export function identityProblems(files: readonly SqlFile[]): readonly FileProblem[] {
  const identities = identitiesIn(files.flatMap(({ statements }) => statements.map(({ tree }) => tree)));
  return files.flatMap(({ path, statements }) =>
    statements.flatMap((statement) =>
      refusedIdentity(statement.tree, identities).map(({ message, next, start }) => ({
        path,
        message,
        next,
        ...placeOf(statement, start),
      })),
    ),
  );
}
