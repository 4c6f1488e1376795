/** What SUPER values do in comparisons, arithmetic and navigation ("Querying semistructured data" of the Database Developer Guide). */

const KIND = "json_type(value)";

/** Statements that make the macros; SUPER is DuckDB's JSON, and a JSON null is a NULL. */
export const SUPER_MACROS: readonly string[] = [
  // "SUPER null semantics".
  `CREATE MACRO redshift_functions.super_present(value) AS CASE WHEN ${KIND} <> 'NULL' THEN value END`,
  // Lax navigation: what is not there is NULL.
  "CREATE MACRO redshift_functions.super_path(value, path) AS redshift_functions.super_present(json_extract(value, path))",
  // "Limitations of SUPER": an object or an array has no text.
  `CREATE MACRO redshift_functions.super_text(value) AS
    CASE WHEN ${KIND} IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL ELSE json_extract_string(value, '$') END`,
  `CREATE MACRO redshift_functions.super_elements(value) AS
    CASE WHEN ${KIND} = 'ARRAY' THEN json_extract(value, '$[*]') WHEN ${KIND} <> 'NULL' THEN [value] END`,
  `CREATE MACRO redshift_functions.super_is_number(value) AS ${KIND} IN ('BIGINT', 'UBIGINT', 'DOUBLE', 'HUGEINT', 'UHUGEINT')`,
  "CREATE MACRO redshift_functions.super_number(value) AS TRY_CAST(json_extract_string(value, '$') AS DOUBLE)",
  // Equal values are one text: numbers by their size, everything else without the blanks between.
  `CREATE MACRO redshift_functions.super_key(value) AS
    CASE WHEN redshift_functions.super_is_number(value) THEN to_json(redshift_functions.super_number(value))
      WHEN ${KIND} = 'VARCHAR' THEN to_json(rtrim(json_extract_string(value, '$'), ' '))
      WHEN ${KIND} = 'NULL' THEN NULL
      ELSE json(CAST(value AS VARCHAR)) END`,
  "CREATE MACRO redshift_functions.super_equal(one, other) AS (CAST(one AS VARCHAR) = CAST(other AS VARCHAR))",
  ...order("super_less", "<"),
  ...order("super_at_most", "<="),
  ...arithmetic("super_plus", "+"),
  ...arithmetic("super_less_by", "-"),
  ...arithmetic("super_times", "*"),
  `CREATE MACRO redshift_functions.super_over(one, other) AS to_json(CASE WHEN redshift_functions.super_is_number(one)
    AND redshift_functions.super_is_number(other) THEN redshift_functions.super_number(one) /
    redshift_functions.nonzero(redshift_functions.super_number(other)) END)`,
  `CREATE MACRO redshift_functions.super_modulo(one, other) AS to_json(CASE WHEN redshift_functions.super_is_number(one)
    AND redshift_functions.super_is_number(other) THEN redshift_functions.super_number(one) %
    redshift_functions.nonzero(redshift_functions.super_number(other)) END)`,
  "CREATE MACRO redshift_functions.super_minus(value) AS redshift_functions.super_less_by(to_json(0), value)",
];

/** Values of unlike types have no order: the comparison is NULL. */
function order(name: string, sign: string): readonly string[] {
  return [
    `CREATE MACRO redshift_functions.${name}(one, other) AS CASE
      WHEN redshift_functions.super_is_number(one) AND redshift_functions.super_is_number(other)
        THEN redshift_functions.super_number(one) ${sign} redshift_functions.super_number(other)
      WHEN json_type(one) = json_type(other)
        THEN json_extract_string(one, '$') ${sign} json_extract_string(other, '$') END`,
  ];
}

/** Whole numbers give a whole number. */
function arithmetic(name: string, sign: string): readonly string[] {
  return [
    `CREATE MACRO redshift_functions.${name}(one, other) AS CASE
      WHEN json_type(one) IN ('BIGINT', 'UBIGINT') AND json_type(other) IN ('BIGINT', 'UBIGINT')
        THEN to_json(CAST(json_extract_string(one, '$') AS BIGINT) ${sign} CAST(json_extract_string(other, '$') AS BIGINT))
      WHEN redshift_functions.super_is_number(one) AND redshift_functions.super_is_number(other)
        THEN to_json(redshift_functions.super_number(one) ${sign} redshift_functions.super_number(other)) END`,
  ];
}
