/** Commands that are read whole and not interpreted, each with its synopses; rights and external objects have files of their own. */
import { EXTERNAL } from "./commands-external.ts";
import { RIGHTS } from "./commands-rights.ts";

const FILTER = "[ LIKE <like:string> ] [ LIMIT <limit:count> ]";
const TYPES = "[ ( [ <type:type>,... ] ) ]";

/** Commands of SHOW by their first words; what follows SHOW in no other way is a setting. */
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  "show databases": [
    `[ FROM DATA CATALOG [ ACCOUNT <account:string>,... ] ] [ LIKE <like:string> ] [ IAM_ROLE { DEFAULT | SESSION | <iam_role:string> } ] [ LIMIT <limit:count> ]`,
  ],
  "show schemas": [`FROM DATABASE <database> ${FILTER}`],
  "show tables": [`FROM SCHEMA <schema> ${FILTER}`],
  "show columns": [`FROM TABLE <table> ${FILTER}`],
  "show external table": ["<table> [ PARTITION ]"],
  "show table": ["<table>"],
  "show view": ["<view>"],
  "show procedure": [`<procedure> ${TYPES}`],
  "show template": ["<template>"],
  "show templates": [`FROM SCHEMA <schema> ${FILTER}`],
  "show functions": [`FROM SCHEMA <schema> ${FILTER}`],
  "show procedures": [`FROM SCHEMA <schema> ${FILTER}`],
  "show parameters": [`OF { FUNCTION | PROCEDURE } <routine> ${TYPES} ${FILTER}`],
  "show constraints": [
    `{ PRIMARY KEYS | FOREIGN KEYS [ EXPORTED ] } FROM TABLE <table> [ LIMIT <limit:count> ]`,
  ],
  "show policies": [
    `[ { RLS | MASKING } ] [ ON <table> ] [ FOR { ROLE <role> | PUBLIC | <user> } ] [ LIMIT <limit:count> ]`,
  ],
  "show column grants": [
    `ON TABLE <table> [ FOR { ROLE <role> | PUBLIC | <user> } ] [ LIMIT <limit:count> ]`,
  ],
  "show grants": [
    `ON { DATABASE <database> | SCHEMA <schema> | FUNCTION <routine> ${TYPES} | PROCEDURE <routine> ${TYPES} | [ TABLE ] <table> } [ FOR { ROLE <role> | PUBLIC | <user> } ] [ LIMIT <limit:count> ]`,
    `FOR { ROLE <role> | PUBLIC | <user> } [ FROM DATABASE <database> ] [ LIMIT <limit:count> ]`,
  ],
  "show datashares": ["[ LIKE <like:string> ]"],
  "show model": ["{ ALL | <model> }"],
};

const BEHAVIOR = "[ CASCADE | RESTRICT ]";

/** What the brackets of a function or procedure hold. */
const PARAMETERS =
  "( [ { { IN | OUT | INOUT } <argument> <type:type> | <argument> { IN | OUT | INOUT } <type:type> | <argument> <type:type> | <type:type> },... ] )";

const USER_OPTIONS = `{ CREATEDB | NOCREATEDB | CREATEUSER | NOCREATEUSER | SYSLOG ACCESS { RESTRICTED | UNRESTRICTED }
  | PASSWORD { DISABLE | <password:string> } [ VALID UNTIL <until:string> ] | VALID UNTIL <until:string>
  | IN GROUP <group>,... | RENAME TO <name> | CONNECTION LIMIT { UNLIMITED | <limit:count> }
  | SESSION TIMEOUT <seconds:count> | RESET SESSION TIMEOUT | EXTERNALID <externalid:value>
  | SET <setting> { TO | = } { DEFAULT | <value:value> } | RESET <setting> }...`;

const FUNCTION = [
  `<function> ${PARAMETERS} RETURNS <returns:type> { VOLATILE | STABLE | IMMUTABLE } AS <body:string> LANGUAGE { PLPYTHONU | SQL }`,
];

const PROCEDURE = [
  `<procedure> ${PARAMETERS} [ NONATOMIC ] AS <body:string> LANGUAGE PLPGSQL [ SECURITY { INVOKER | DEFINER } ] [ SET <setting> { TO | = } <value:value>,... ]`,
  `<procedure> ${PARAMETERS} [ NONATOMIC ] [ LANGUAGE PLPGSQL ] [ SECURITY { INVOKER | DEFINER } ] AS <body:string> [ LANGUAGE PLPGSQL ]`,
];

const LIBRARY = [
  "<library> LANGUAGE PLPYTHONU FROM <source:string> [ WITH CREDENTIALS [ AS ] <credentials:string> | IAM_ROLE { DEFAULT | <iam_role:string> } | REGION [ AS ] <region:string> ]...",
];

const VALUE = "[ [ AS ] { <value:string> | <number:count> } ]";
const TEMPLATE = [`<template> FOR COPY [ AS ] { <parameter:word> ${VALUE} [ , ] }...`];

/** "ALTER USER", "CREATE GROUP", "ALTER DATABASE", "CREATE FUNCTION" … of the Database Developer Guide, each by its first words. */
export const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "create user": [`<user> [ [ WITH ] ${USER_OPTIONS} ]`],
  "alter user": [`<user> [ WITH ] ${USER_OPTIONS}`],
  "drop user": ["[ IF EXISTS ] <user>,..."],
  "create group": ["<group> [ [ WITH ] [ USER ] <user>,... ]"],
  "alter group": ["<group> { ADD USER <user>,... | DROP USER <user>,... | RENAME TO <name> }"],
  "drop group": ["<group>"],
  "create role": ["<role> [ EXTERNALID <externalid:value> ]"],
  "alter role": [
    "<role> [ WITH ] { RENAME TO <name> | OWNER TO <owner> | EXTERNALID TO <externalid:value> }...",
  ],
  "drop role": ["<role> [ FORCE | RESTRICT ]"],
  "create database": [
    `<database> [ WITH ] [ OWNER [ = ] <owner> | CONNECTION LIMIT { UNLIMITED | <limit:count> }
      | COLLATE { CASE_SENSITIVE | CS | CASE_INSENSITIVE | CI } | ISOLATION LEVEL { SERIALIZABLE | SNAPSHOT } ]...`,
    `<database> FROM ARN <arn:string> { WITH DATA CATALOG SCHEMA <schema> | WITH NO DATA CATALOG SCHEMA } [ IAM_ROLE { DEFAULT | SESSION | <iam_role:string> } ]`,
    `<database> [ WITH PERMISSIONS ] FROM DATASHARE <datashare> OF [ ACCOUNT <account:string> ] NAMESPACE <namespace:string> [ WITH PERMISSIONS ]`,
    `<database> FROM INTEGRATION <integration:string> [ DATABASE <source:value> ] [ WITH ] [ SET { REFRESH_INTERVAL [ = ] <interval:count> | TRUNCATECOLUMNS [ = ] { TRUE | FALSE } | ACCEPTINVCHARS [ = ] { TRUE | FALSE } | QUERY_ALL_STATES [ = ] { TRUE | FALSE } | HISTORY_MODE [ = ] { TRUE | FALSE } } ]...`,
  ],
  "alter database": [
    `<database> { RENAME TO <name> | OWNER TO <owner> | [ CONNECTION LIMIT { UNLIMITED | <limit:count> } | COLLATE { CASE_SENSITIVE | CS | CASE_INSENSITIVE | CI } | ISOLATION LEVEL { SERIALIZABLE | SNAPSHOT } ]...
      | INTEGRATION REFRESH { ALL | INERROR } TABLES [ IN SCHEMA <schema>,... ] | INTEGRATION REFRESH TABLE <table>,... | INTEGRATION SET <setting> [ = ] <value:value> }`,
  ],
  "drop database": ["<database> [ FORCE ]"],
  "alter schema": [
    "<schema> { RENAME TO <name> | OWNER TO <owner> | QUOTA { UNLIMITED | <quota:count> [ MB | GB | TB ] } }",
  ],
  "alter materialized view": [
    "<view> { AUTO REFRESH { YES | NO } | ALTER DISTKEY <column> | ALTER DISTSTYLE { ALL | EVEN | AUTO | KEY DISTKEY <column> } | ALTER [ COMPOUND ] SORTKEY ( <column>,... ) | ALTER SORTKEY { AUTO | NONE } | ROW LEVEL SECURITY { ON | OFF } [ CONJUNCTION TYPE { AND | OR } ] [ FOR DATASHARES ] }",
  ],
  "alter system": ["SET <setting> = { TRUE | T | ON | FALSE | F | OFF }"],
  "analyze compression": ["[ <table> [ ( <column>,... ) ] ] [ COMPROWS <rows:count> ]"],
  cancel: ["<pid:count> [ <message:string> ]"],
  use: ["<database>"],
  "set session authorization": ["{ DEFAULT | <user:value> }"],
  "set local session authorization": ["{ DEFAULT | <user:value> }"],
  "set session session authorization": ["{ DEFAULT | <user:value> }"],
  "reset session authorization": [""],
  "set session characteristics": [
    "AS TRANSACTION { ISOLATION LEVEL { SERIALIZABLE | SNAPSHOT | READ COMMITTED | READ UNCOMMITTED | REPEATABLE READ } | READ ONLY | READ WRITE }...",
  ],
  "set transaction": [
    "{ ISOLATION LEVEL { SERIALIZABLE | SNAPSHOT | READ COMMITTED | READ UNCOMMITTED | REPEATABLE READ } | READ ONLY | READ WRITE }...",
  ],
  "create function": FUNCTION,
  "create or replace function": FUNCTION,
  "alter function": [`<function> ${PARAMETERS} { OWNER TO <owner> | RENAME TO <name> }`],
  "drop function": [`<function> ${PARAMETERS} ${BEHAVIOR}`],
  "create procedure": PROCEDURE,
  "create or replace procedure": PROCEDURE,
  "alter procedure": [
    `<procedure> [ ${PARAMETERS} ] { OWNER TO { <owner> | CURRENT_USER | SESSION_USER } | RENAME TO <name> }`,
  ],
  "drop procedure": [`{ <procedure> ${PARAMETERS} },... ${BEHAVIOR}`],
  "create library": LIBRARY,
  "create or replace library": LIBRARY,
  "drop library": ["<library>"],
  "create template": TEMPLATE,
  "create or replace template": TEMPLATE,
  "alter template": [
    `<template> { RENAME TO <name> | OWNER TO <owner> | ADD <parameter:word> ${VALUE} | DROP <parameter:word>
      | SET { <parameter:word> TO { <value:string> | <number:count> } },... }`,
  ],
  "drop template": ["<template>"],
  ...RIGHTS,
  ...EXTERNAL,
  ...SHOWS,
};
