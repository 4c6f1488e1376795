/** Numbers for which DuckDB has another error than Redshift, or none. */

const OVERFLOW = "error('[22003] value out of range: overflow')";

/** Statements that make the macros; the errors' words are PostgreSQL 8's, since the guide has none. */
export const MATH_MACROS: readonly string[] = [
  `CREATE MACRO redshift_functions.finite(value, known) AS CASE WHEN NOT isfinite(value) AND known THEN ${OVERFLOW} ELSE value END`,
  `CREATE MACRO redshift_functions.positive(value) AS CASE WHEN value = 0 THEN error('[2201E] cannot take logarithm of zero')
    WHEN value < 0 THEN error('[2201E] cannot take logarithm of a negative number') ELSE value END`,
  `CREATE MACRO redshift_functions.cosine(value) AS
    CASE WHEN abs(value) > 1 THEN error('[22003] input is out of range') ELSE value END`,
  `CREATE MACRO redshift_functions.exponential(value) AS
    CASE WHEN isinf(exp(value)) AND NOT isinf(value) THEN ${OVERFLOW} ELSE exp(value) END`,
  `CREATE MACRO redshift_functions.power(base, exponent) AS
    CASE WHEN base = 0 AND exponent < 0 THEN error('[2201F] zero raised to a negative power is undefined')
      WHEN base < 0 AND exponent <> trunc(exponent)
        THEN error('[2201F] a negative number raised to a non-integer power yields a complex result')
      WHEN isinf(pow(base, exponent)) AND NOT isinf(base) AND NOT isinf(exponent) THEN ${OVERFLOW}
      ELSE pow(base, exponent) END`,
  // "LOG function": the base "must be positive and can't equal 1".
  `CREATE MACRO redshift_functions.logarithm(base, value) AS CASE WHEN base = 1
    THEN error('[22012] division by zero: the base of a logarithm is not 1')
    ELSE ln(redshift_functions.positive(value)) / ln(redshift_functions.positive(base)) END`,
  `CREATE MACRO redshift_functions.up_to(value, most) AS
    CASE WHEN abs(value) > most THEN error('[22003] numeric field overflow') ELSE value END`,
  "CREATE MACRO redshift_functions.up_to_or_null(value, most) AS CASE WHEN abs(value) <= most THEN value END",
];
