/** Words that are names only in quotes. */

/** Redshift's (https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html, "Reserved words"). */
const OF_REDSHIFT = `aes128 aes256 all allowoverwrite analyse analyze and any array as asc authorization az64 backup between
  binary blanksasnull both bytedict bzip2 case cast check collate column constraint create credentials cross current_date
  current_time current_timestamp current_user current_user_id default deferrable deflate defrag delta delta32k desc disable
  distinct do else emptyasnull enable encode encrypt encryption end except explicit false for foreign freeze from full
  globaldict256 globaldict64k grant group gzip having identity ignore ilike in initially inner intersect interval into is isnull
  join leading left like limit localtime localtimestamp lun luns lzo lzop minus mostly16 mostly32 mostly8 natural new not notnull
  null nulls off offline offset oid old on only open or order outer overlaps parallel partition percent permissions pivot placing
  primary raw readratio recover references rejectlog resort respect restore right select session_user similar snapshot some
  sysdate system table tag tdes text255 text32k then timestamp to top trailing true truncatecolumns union unique unnest unpivot
  user using verbose wallet when where with without`;

/** Not reserved, but read as a part of the statement by whoever reads its words from left to right, as the readers of this room do. */
const OF_STATEMENTS = `by cube delete escape exists fetch grouping insert lateral lock matched merge over qualify recursive rollup set
  sets tablesample update values window`;

/** Redshift's reserved words, in lower case. */
export const REDSHIFT_RESERVED_WORDS: ReadonlySet<string> = new Set(OF_REDSHIFT.split(/\s+/));

/** All words that are written in quotes where they are names, in lower case: Redshift's, and those that these readers stumble over. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  ...REDSHIFT_RESERVED_WORDS,
  ...OF_STATEMENTS.split(/\s+/),
]);
