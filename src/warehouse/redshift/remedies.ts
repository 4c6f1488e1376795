/** What can be done about errors of Redshift that say it only in words; pure. */
import { spellTableName } from "../../dialect/table-name.ts";

/** A pattern, and what to do: `$1`, `$2` are its groups, `<user>` is who was refused. The first that matches counts. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /not authorized to assume IAM Role|is not associated|not authorized to get credentials of role|No default IAM role|default IAM role/i,
    "attach the role to the cluster or workgroup, and name it in DWH_COPY_ROLE_ARN (or make it the default one)",
  ],
  [
    /does not have ASSUMEROLE permission/i,
    "`grant assumerole on '<the role>' to <user> for copy` as a superuser; `dwh bootstrap` does it for the role in DWH_COPY_ROLE_ARN",
  ],
  [
    /sts:AssumeRole/,
    "in the trust policy of the named role, allow what assumes it: redshift.amazonaws.com for the first of a chain, the role before it for the others",
  ],
  [
    /kms:Decrypt|\bKMS\b|[Cc]iphertext refers/,
    "allow the COPY role kms:Decrypt on the key that encrypts the bucket, in the role's policy and, if the key belongs to another account, in the key's; docs/runbook.md, section 1",
  ],
  [
    /S3ServiceException.*(AccessDenied|Access Denied)/is,
    "allow the COPY role s3:GetObject and s3:ListBucket on the sources and on the work prefix, and kms:Decrypt on the key if the bucket has its own",
  ],
  [
    /S3ServiceException.*(PermanentRedirect|301)/is,
    "COPY reads in the cluster's region: set DWH_WORK_URL to a prefix of a bucket there. The sources may be anywhere: the job carries them over",
  ],
  [
    /Spectrum Scan Error/,
    "fix the file that is named, or the columns of its table in sql/schema: docs/copy.md says which Parquet column fits which type",
  ],
  // The server's own hint is CASCADE, which would drop what others have made.
  [
    /cannot drop (?:table|relation) (\S+) because other objects depend on it/i,
    "a view on $1, or a foreign key of another table, depends on it: drop that first; a view created WITH NO SCHEMA BINDING depends on nothing, and stays while a run recreates staging",
  ],
  // Only owners and superusers drop, alter, lock, vacuum and analyze; no grant of an ordinary right helps (Database Developer Guide, "Default database user permissions").
  [
    /must be owner of (?:relation|table) (\S+)/i,
    "its owner or a superuser must make the job's user the owner: `alter table $1 owner to <user>`; `select tableowner from pg_tables` shows the owner",
  ],
  [
    /must be owner of (schema|database) (\S+)/i,
    "its owner or a superuser must make the job's user the owner: `alter $1 $2 owner to <user>`",
  ],
  [/must be owner of/i, "have its owner or a superuser do it, or make <user> its owner"],
  [
    /must be superuser/i,
    "have a superuser do it; the job itself needs no superuser's rights, so look at what was changed in sql/",
  ],
  [
    /permission denied for schema (\S+)/i,
    "`dwh bootstrap` grants the rights in the job's own schema; in another schema its owner must: `grant usage, create on schema $1 to <user>`",
  ],
  [
    /permission denied for (?:relation|table|view) (\S+)/i,
    "the job must own the tables that it writes: `alter table $1 owner to <user>`, as their owner or a superuser. For other tables that sql/ only reads: `grant select on $1 to <user>`",
  ],
  [
    /permission denied for language (\S+)/i,
    '`grant usage on language $1 to <user>`, as a superuser (Database Developer Guide, "UDF security and permissions")',
  ],
  [
    /permission denied for function (\w+)/i,
    "`grant execute on function $1(<types>) to <user>`, as its owner or a superuser",
  ],
  [
    /permission denied to create temp|permission denied for database (\S+)/i,
    "`dwh bootstrap` lets the job create temporary tables; a schema that sql/ creates needs `grant create on database <name> to <user>`, as a superuser",
  ],
  [
    /permission denied/i,
    "grant the job's user the named right; `dwh bootstrap` grants all that the bundled sql/ needs",
  ],
];

/**
 * Returns what can be done about the words of an error, with the names that they hold; undefined where that is not known.
 * @param user who was refused
 */
export function remedyOf(words: string, user: string): string | undefined {
  for (const [pattern, remedy] of REMEDIES) {
    const found = pattern.exec(words);
    if (found === null) continue;
    const name = (group: number): string => found[group]?.replace(/[.,;]$/, "") ?? "";
    return remedy.replaceAll(/\$(\d)|<user>/g, (_, group?: string) =>
      group === undefined ? spellTableName([user]) : name(Number(group)),
    );
  }
  return undefined;
}
