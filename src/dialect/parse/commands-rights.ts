/** Rights, policies and data shares, by their synopses in the Database Developer Guide ("GRANT", "REVOKE", "ALTER DEFAULT PRIVILEGES" …). */

const GRANTEES = "{ ROLE <role> | GROUP <group> | PUBLIC | <user> [ WITH GRANT OPTION ] },...";
const LOSERS = "{ ROLE <role> | GROUP <group> | PUBLIC | <user> },... [ CASCADE | RESTRICT ]";

const TABLE = "{ SELECT | INSERT | UPDATE | DELETE | DROP | REFERENCES | ALTER | TRUNCATE | RULE | TRIGGER }";
const PARAMETERS =
  "( [ { { IN | OUT | INOUT } <argument> <type:type> | <argument> { IN | OUT | INOUT } <type:type> | <argument> <type:type> | <type:type> },... ] )";

/** What is granted on what: the same in GRANT and REVOKE. */
const OBJECTS: readonly string[] = [
  `{ ALL [ PRIVILEGES ] | ${TABLE},... } ON { ALL TABLES IN SCHEMA <schema>,... | [ TABLE ] <table>,... }`,
  `{ { SELECT | UPDATE | INSERT | REFERENCES } ( <column>,... ) },... ON { EXTERNAL TABLE <table> ( <column>,... ) | [ TABLE ] <table>,... }`,
  `ALL [ PRIVILEGES ] ( <column>,... ) ON [ TABLE ] <table>,...`,
  `{ ALL [ PRIVILEGES ] | { CREATE | TEMPORARY | TEMP | USAGE | ALTER },... } ON DATABASE <database>,...`,
  `{ ALL [ PRIVILEGES ] | { CREATE | USAGE | ALTER | DROP },... } ON SCHEMA <schema>,...`,
  `{ ALL [ PRIVILEGES ] | EXECUTE } ON { ALL { FUNCTIONS | PROCEDURES } IN SCHEMA <schema>,... | { FUNCTION | PROCEDURE } { <routine> ${PARAMETERS} },... }`,
  `{ ALL [ PRIVILEGES ] | USAGE } ON LANGUAGE <language>,...`,
  `{ ALL [ PRIVILEGES ] | { CREATE | USAGE | ALTER | DROP },... } ON COPY JOB <job>,...`,
  `{ ALL [ PRIVILEGES ] | { ALTER | SHARE | USAGE },... } ON DATASHARE <datashare>`,
  `{ ALL [ PRIVILEGES ] | EXECUTE } ON MODEL <model>,...`,
  `CREATE MODEL`,
  `ACCESS CATALOG`,
  `ACCESS SYSTEM TABLE`,
  `{ EXPLAIN | IGNORE } RLS`,
  `{ EXPLAIN | UNMASK } MASKING`,
  `{ { CREATE | ALTER | DROP | TRUNCATE | INSERT | UPDATE | DELETE | SELECT | REFERENCES | USAGE | EXECUTE | ANALYZE | VACUUM | CANCEL | IGNORE | EXPLAIN | ATTACH | DETACH } [ OR REPLACE ] [ ANY | USER | ROLE | GROUP | SCHEMA | TABLE | VIEW | DATABASE | DATASHARE | FUNCTION | PROCEDURE | EXTERNAL | LIBRARY | MODEL | MATERIALIZED | RLS | MASKING | POLICY | DEFAULT | PRIVILEGES | NONDISTKEY | FOREIGN | SYSTEM ]... },...`,
];

/** Scoped permissions: on all objects of a kind in a schema or a database. */
const SCOPED = `{ ALL [ PRIVILEGES ] | { CREATE | USAGE | ALTER | DROP | SELECT | INSERT | UPDATE | DELETE | REFERENCES | TRUNCATE | EXECUTE },... }
  FOR { SCHEMAS | TABLES | FUNCTIONS | PROCEDURES | LANGUAGES | COPY JOBS | TEMPLATES } IN { SCHEMA <schema> [ DATABASE <database> ] | DATABASE <database> }`;

const ASSUME = "ASSUMEROLE ON { ALL | <iam_role:string>,... | DEFAULT | <iam_role>,... }";
const FOR = "FOR { ALL | { COPY | UNLOAD | EXTERNAL FUNCTION | CREATE MODEL },... }";
const CONSUMER = "{ NAMESPACE <namespace:string> | ACCOUNT <account:string> [ VIA DATA CATALOG ] }";
const NAMED = "<policy> ON [ TABLE ] <table>,...";
const MASKED = "<policy> ON [ TABLE ] <table> ( <column>,... )";
const POLICY_HOLDER = "{ ROLE <role> | PUBLIC | <user> },...";

const WITH_COLUMNS = "[ WITH ( { <column> <type:type> },... ) [ [ AS ] <alias> ] ]";

/** Commands of rights by their first words. */
export const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  grant: [
    ...OBJECTS.map((object) => `${object} TO ${GRANTEES}`),
    `${SCOPED} TO ${GRANTEES}`,
    "SELECT ON [ TABLE ] <table>,... TO RLS POLICY <policy>,...",
    `{ ROLE <granted:role> },... TO { ROLE <role> | <user> [ WITH ADMIN OPTION ] },...`,
    `{ ALL [ PRIVILEGES ] | { SELECT | ALTER | DROP | DELETE | INSERT | CREATE },... } ON { EXTERNAL TABLE <table> [ ( <column>,... ) ] | EXTERNAL SCHEMA <schema> },... TO { IAM_ROLE <iam_role:string> },... [ WITH GRANT OPTION ]`,
    `${ASSUME} TO ${GRANTEES} ${FOR}`,
    `USAGE ON DATASHARE <datashare> TO ${CONSUMER},...`,
  ],
  revoke: [
    ...OBJECTS.map((object) => `[ GRANT OPTION FOR ] ${object} FROM ${LOSERS}`),
    `${SCOPED} FROM ${LOSERS}`,
    "SELECT ON [ TABLE ] <table>,... FROM RLS POLICY <policy>,...",
    `[ ADMIN OPTION FOR ] { ROLE <granted:role> },... FROM { ROLE <role> | <user> },...`,
    `[ GRANT OPTION FOR ] { ALL [ PRIVILEGES ] | { SELECT | ALTER | DROP | DELETE | INSERT | CREATE },... } ON { EXTERNAL TABLE <table> [ ( <column>,... ) ] | EXTERNAL SCHEMA <schema> },... FROM { IAM_ROLE <iam_role:string> },...`,
    `${ASSUME} FROM { ROLE <role> | GROUP <group> | PUBLIC | <user> },... ${FOR}`,
    `USAGE ON DATASHARE <datashare> FROM ${CONSUMER},...`,
  ],
  "alter default privileges": [
    `[ FOR USER <owner>,... ] [ IN SCHEMA <schema>,... ] { GRANT | REVOKE [ GRANT OPTION FOR ] }
      { ALL [ PRIVILEGES ] | { SELECT | INSERT | UPDATE | DELETE | DROP | REFERENCES | TRUNCATE | EXECUTE },... }
      ON { TABLES | FUNCTIONS | PROCEDURES | SCHEMAS | COPY JOBS | TEMPLATES } { TO | FROM } ${GRANTEES} [ CASCADE | RESTRICT ]`,
  ],
  "create rls policy": [`[ IF NOT EXISTS ] <policy> ${WITH_COLUMNS} USING ( <condition:expression> )`],
  "alter rls policy": ["<policy> USING ( <condition:expression> )"],
  "drop rls policy": ["[ IF EXISTS ] <policy>,... [ CASCADE | RESTRICT ]"],
  "attach rls policy": [`${NAMED} TO ${POLICY_HOLDER}`],
  "detach rls policy": [`${NAMED} FROM ${POLICY_HOLDER}`],
  "create masking policy": [
    "[ IF NOT EXISTS ] <policy> WITH ( { <column> <type:type> },... ) USING ( <masked:expression>,... )",
  ],
  "alter masking policy": ["<policy> USING ( <masked:expression>,... )"],
  "drop masking policy": ["[ IF EXISTS ] <policy>,..."],
  "attach masking policy": [
    `${MASKED} [ USING ( <input>,... ) ] TO ${POLICY_HOLDER} [ PRIORITY <priority:count> ]`,
  ],
  "detach masking policy": [`${MASKED} FROM ${POLICY_HOLDER}`],
  "create identity provider": [
    "<provider> TYPE <type:word> NAMESPACE <namespace:string> [ PARAMETERS <parameters:string> | APPLICATION_ARN <application:string> | IAM_ROLE { DEFAULT | <iam_role:string> } | AUTO_CREATE_ROLES { TRUE | FALSE } | [ INCLUDE | EXCLUDE ] GROUPS LIKE <filter:string> ]...",
  ],
  "alter identity provider": [
    "<provider> [ PARAMETERS <parameters:string> | NAMESPACE <namespace:string> | IAM_ROLE { DEFAULT | <iam_role:string> } | AUTO_CREATE_ROLES { TRUE | FALSE } | [ INCLUDE | EXCLUDE ] GROUPS LIKE <filter:string> | DISABLE | ENABLE ]...",
  ],
  "drop identity provider": ["<provider> [ CASCADE ]"],
  "desc identity provider": ["<provider>"],
  "create datashare": [
    "<datashare> [ [ SET ] PUBLICACCESSIBLE [ = ] { TRUE | FALSE } | MANAGEDBY [ = ] <manager:word> ]...",
  ],
  "alter datashare": [
    "<datashare> { { ADD | REMOVE } { TABLE <table>,... | SCHEMA <schema>,... | FUNCTION { <function> ( [ <type:type>,... ] ) },... | ALL TABLES IN SCHEMA <schema>,... | ALL FUNCTIONS IN SCHEMA <schema>,... } | SET { PUBLICACCESSIBLE [ = ] { TRUE | FALSE } | INCLUDENEW [ = ] { TRUE | FALSE } FOR SCHEMA <schema> } }",
  ],
  "drop datashare": ["<datashare>"],
  "desc datashare": ["<datashare> [ OF [ ACCOUNT <account:string> ] NAMESPACE <namespace:string> ]"],
};
