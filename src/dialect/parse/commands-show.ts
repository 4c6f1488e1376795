/** SHOW of objects, by their synopses in the Database Developer Guide ("SHOW TABLES", "SHOW COLUMNS", "SHOW GRANTS" …). */

const FILTER = "[ LIKE <like:string> ] [ LIMIT <limit:count> ]";
const TYPES = "[ ( [ <type:type>,... ] ) ]";

/** Commands of SHOW by their first words; what follows SHOW in no other way is a setting. */
export const SHOWS: Readonly<Record<string, readonly string[]>> = {
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
  "show functions": [`FROM SCHEMA <schema> ${FILTER}`],
  "show procedures": [`FROM SCHEMA <schema> ${FILTER}`],
  "show parameters": [`OF { FUNCTION | PROCEDURE } <routine> ${TYPES} ${FILTER}`],
  "show constraints": [`{ PRIMARY KEYS | FOREIGN KEYS [ EXPORTED ] } FROM TABLE <table> [ LIMIT <limit:count> ]`],
  "show policies": [`[ { RLS | MASKING } ] [ ON <table> ] [ FOR { ROLE <role> | PUBLIC | <user> } ] [ LIMIT <limit:count> ]`],
  "show column grants": [`ON TABLE <table> [ FOR { ROLE <role> | PUBLIC | <user> } ] [ LIMIT <limit:count> ]`],
  "show grants": [
    `ON { DATABASE <database> | SCHEMA <schema> | FUNCTION <routine> ${TYPES} | PROCEDURE <routine> ${TYPES} | [ TABLE ] <table> } [ FOR { ROLE <role> | PUBLIC | <user> } ] [ LIMIT <limit:count> ]`,
    `FOR { ROLE <role> | PUBLIC | <user> } [ FROM DATABASE <database> ] [ LIMIT <limit:count> ]`,
  ],
  "show datashares": ["[ LIKE <like:string> ]"],
  "show model": ["{ ALL | <model> }"],
};
