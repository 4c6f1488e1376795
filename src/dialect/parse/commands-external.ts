/** External schemas, tables, views and functions, models and COPY jobs, by their synopses in the Database Developer Guide. */

const ROLE = "IAM_ROLE { DEFAULT | SESSION | <iam_role:string> }";
const PROPERTIES = "( { <key:string> = <value:string> },... )";
const COLUMNS = "( { <column> <type:type> },... )";
const PARAMETERS = "( [ { <argument> <type:type> | <type:type> },... ] )";

const ROW_FORMAT = `ROW FORMAT { DELIMITED [ FIELDS TERMINATED BY <delimiter:string> [ ESCAPED BY <escape:string> ] | COLLECTION ITEMS TERMINATED BY <delimiter:string> | MAP KEYS TERMINATED BY <delimiter:string> | LINES TERMINATED BY <delimiter:string> | NULL DEFINED AS <null:string> ]...
  | SERDE <serde:string> [ WITH SERDEPROPERTIES ${PROPERTIES} ] }`;

const STORED =
  "STORED AS { PARQUET | RCFILE | SEQUENCEFILE | TEXTFILE | ORC | AVRO | INPUTFORMAT <input:string> OUTPUTFORMAT <output:string> }";

const MODEL = `{ AUTO { ON | OFF } | MODEL_TYPE <model_type:word> | PROBLEM_TYPE ( <problem_type:word> ) | PROBLEM_TYPE <problem_type:word> | OBJECTIVE <objective:string>
  | PREPROCESSORS <preprocessors:string> | HYPERPARAMETERS DEFAULT [ EXCEPT ( { <key:word> <value:string> },... ) ]
  | SETTINGS ( { <setting:word> { OFF | ON | DEFAULT | <value:value> } },... ) }`;

const MODEL_FORM = `<model> [ FROM { ( <query:query> ) | <source:value> } ] [ TARGET <target> ] [ FUNCTION <function> [ ( [ <type:type>,... ] ) ] ] [ RETURNS <returns:type> ]
  [ SAGEMAKER <endpoint:string> [ : <target_model:string> ] ] [ ${ROLE} ] [ ${MODEL} ]...`;

const EXTERNAL_FUNCTION = `<function> ${PARAMETERS} RETURNS <returns:type> { VOLATILE | STABLE | IMMUTABLE } { LAMBDA | SAGEMAKER } <target:string> ${ROLE}
  [ RETRY_TIMEOUT <retry_timeout:count> | MAX_BATCH_ROWS <rows:count> | MAX_BATCH_SIZE <size:count> [ KB | MB ] ]...`;

const SOURCE = `FROM { DATA CATALOG [ DATABASE <source:string> | SCHEMA <source_schema:string> | REGION <region:string> ]... [ ${ROLE} | CATALOG_ROLE { SESSION | <catalog_role:string> } | CREATE EXTERNAL DATABASE IF NOT EXISTS | CATALOG_ID <catalog_id:string> ]...
  | HIVE METASTORE DATABASE <source:string> URI <uri:string> [ PORT <port:count> ] ${ROLE}
  | { POSTGRES | MYSQL } DATABASE <source:string> [ SCHEMA <source_schema:string> ] URI <uri:string> [ PORT <port:count> ] ${ROLE} SECRET_ARN <secret:string>
  | { KINESIS | KAFKA | MSK } [ ${ROLE} | AUTHENTICATION { NONE | IAM | MTLS } | AUTHENTICATION_ARN <authentication:string> | SECRET_ARN <secret:string> | CLUSTER_ARN <cluster:string> | URI <uri:string> ]...
  | REDSHIFT DATABASE <source:string> SCHEMA <source_schema:string> }`;

const VIEW = "<view> [ CATALOG_ROLE <catalog_role:string> ] AS <query:query> [ WITH NO SCHEMA BINDING ]";

/** Commands of external objects by their first words. */
export const EXTERNAL: Readonly<Record<string, readonly string[]>> = {
  "create external schema": [`[ IF NOT EXISTS ] <schema> ${SOURCE}`],
  "alter external schema": [
    `<schema> [ ${ROLE} | AUTHENTICATION { NONE | IAM | MTLS } | AUTHENTICATION_ARN <authentication:string> | SECRET_ARN <secret:string> | URI <uri:string> ]...`,
  ],
  "create external table": [
    `<table> ${COLUMNS} [ PARTITIONED BY ( { <partition> <type:type> },... ) ] [ ${ROW_FORMAT} ] ${STORED} LOCATION <location:string> [ TABLE PROPERTIES ${PROPERTIES} ]`,
    `<table> [ PARTITIONED BY ( <partition>,... ) ] [ ${ROW_FORMAT} ] ${STORED} LOCATION <location:string> [ TABLE PROPERTIES ${PROPERTIES} ] AS <query:query>`,
  ],
  "create external view": [VIEW],
  "create protected external view": [VIEW],
  "alter external view": [
    `<view> [ CATALOG_ROLE <catalog_role:string> ] [ FORCE ] { AS <query:query> | REMOVE DEFINITION }`,
  ],
  "drop external view": ["[ IF EXISTS ] <view>,... [ CASCADE | RESTRICT ]"],
  "create external function": [EXTERNAL_FUNCTION],
  "create or replace external function": [EXTERNAL_FUNCTION],
  "create model": [MODEL_FORM],
  "create external model": [
    `<model> FUNCTION <function> ${ROLE} MODEL_TYPE BEDROCK SETTINGS ( { <setting:word> <value:value> },... )`,
  ],
  "drop model": ["[ IF EXISTS ] <model>"],
  "copy job": ["{ LIST | SHOW <job> | RUN <job> | DROP <job> | ALTER <job> [ AUTO { ON | OFF } ] }"],
};

const PARTITION = "PARTITION ( { <partition> = <value:value> },... )";

/** What ALTER TABLE changes of external tables alone; the rest of the page has a tree of its own. */
export const ALTER_EXTERNAL_TABLE: readonly string[] = [
  "<table> SET LOCATION <location:string>",
  "<table> SET FILE FORMAT <format:word>",
  `<table> SET TABLE PROPERTIES ${PROPERTIES}`,
  `<table> ${PARTITION} SET LOCATION <location:string>`,
  // The synopsis has commas between the partitions, the examples have none.
  `<table> ADD [ IF NOT EXISTS ] { ${PARTITION} LOCATION <location:string> },...`,
  `<table> ADD [ IF NOT EXISTS ] { ${PARTITION} LOCATION <location:string> }...`,
  `<table> DROP ${PARTITION}`,
];
