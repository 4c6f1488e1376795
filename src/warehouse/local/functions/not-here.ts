/** Functions of the Database Developer Guide's "SQL functions reference" that are not here: 0A000, with what to do instead. */
import type { FunctionTable } from "./entry.ts";

/** Entries of these names, with one page or each with its own. */
function refused(names: string, instead: string, page?: string): FunctionTable {
  const all = names.split(/\s+/);
  return Object.fromEntries(
    all.map((name) => [name, { page: page ?? name.toUpperCase(), refused: instead }]),
  );
}

const CLUSTER = "only a cluster has this";
const RIGHTS = "leave it out: rights do not exist here; everybody may read and write everything";
const CATALOGUE = "read the catalogue: svv_columns, pg_table_def";
const SERVER = "use `dwh serve`, which knows the sessions of all users";

/** "VARBYTE operators and functions"; those that take a VARBYTE among others are in the tables of the others. */
export const VARBYTE_FUNCTIONS: FunctionTable = {
  from_hex: { page: "FROM_HEX function", refused: "keep the digits as varchar" },
  from_varbyte: { page: "FROM_VARBYTE function", refused: "cast it: x::varchar" },
  getbit: {
    page: "GETBIT function",
    refused: "keep the bits as booleans, or as a bigint with the operator &",
  },
  to_varbyte: { page: "TO_VARBYTE function", refused: "cast it: x::varbyte" },
};

/** "HyperLogLog functions". */
export const HYPERLOGLOG_FUNCTIONS: FunctionTable = refused(
  "hll hll_cardinality hll_combine hll_combine_sketches hll_create_sketch",
  "use approximate count(distinct …)",
  "HyperLogLog functions",
);

/** "Machine learning functions". */
export const MODEL_FUNCTIONS: FunctionTable = {
  explain_model: { page: "EXPLAIN_MODEL function", refused: "only a cluster has models" },
};

/** "System administration functions" and "System information functions" that are not here. */
export const OTHER_SYSTEM_FUNCTIONS: FunctionTable = {
  ...refused("change_query_priority change_session_priority change_user_priority reboot_cluster", CLUSTER),
  ...refused("pg_cancel_backend pg_terminate_backend", SERVER),
  set_config: { page: "SET_CONFIG", refused: "write SET" },
  ...refused("current_aws_account current_namespace slice_num", CLUSTER),
  ...refused("has_assumerole_privilege", RIGHTS),
  ...refused("pg_get_grantee_by_iam_role pg_get_iam_role_by_user pg_get_session_roles", RIGHTS),
  ...refused("role_is_member_of user_is_member_of", RIGHTS),
  pg_get_cols: { page: "PG_GET_COLS", refused: CATALOGUE },
  pg_get_late_binding_view_cols: {
    page: "PG_GET_LATE_BINDING_VIEW_COLS",
    refused: "write it in FROM, followed by the names and types of its columns",
  },
  ...refused("last_user_query_id", "use pg_last_query_id()"),
};

/** "Spatial functions". */
export const SPATIAL_FUNCTIONS: FunctionTable = refused(
  `addbbox dropbbox geometrytype h3_boundary h3_center h3_fromlonglat h3_frompoint h3_isvalid h3_polyfill h3_resolution h3_tochildren
  h3_toparent st_addpoint st_angle st_area st_asbinary st_asewkb st_asewkt st_asgeojson st_ashexewkb st_ashexwkb st_astext st_azimuth
  st_boundary st_buffer st_centroid st_collect st_contains st_containsproperly st_convexhull st_coveredby st_covers st_crosses
  st_dimension st_disjoint st_distance st_distancesphere st_dwithin st_endpoint st_envelope st_equals st_exteriorring st_force2d
  st_force3d st_force3dm st_force3dz st_force4d st_geogfromtext st_geogfromwkb st_geohash st_geometryn st_geometrytype st_geomfromewkb
  st_geomfromewkt st_geomfromgeohash st_geomfromgeojson st_geomfromgeosquare st_geomfromtext st_geomfromwkb st_geosquare
  st_interiorringn st_intersection st_intersects st_isclosed st_iscollection st_isempty st_ispolygonccw st_ispolygoncw st_isring
  st_issimple st_isvalid st_length st_length2d st_lengthsphere st_linefrommultipoint st_lineinterpolatepoint st_m st_makeenvelope
  st_makeline st_makepoint st_makepolygon st_memsize st_mmax st_mmin st_multi st_ndims st_npoints st_nrings st_numgeometries
  st_numinteriorrings st_numpoints st_perimeter st_perimeter2d st_point st_pointn st_points st_polygon st_removepoint st_reverse
  st_setpoint st_setsrid st_simplify st_srid st_startpoint st_touches st_transform st_union st_within st_x st_xmax st_xmin st_y st_ymax
  st_ymin st_z st_zmax st_zmin supportsbbox`,
  "keep coordinates as double precision, and write the formula",
  "Spatial functions",
);
