#!/bin/sh
# psql, whose own library reads PG* variables. A feature is what it prints.
export PGSSLMODE=verify-full
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@" 2>&1; }
feature() {
  if [ "$2" = "$3" ]; then printf '{"feature":"%s","said":"yes"}\n' "$1"
  else printf '{"feature":"%s","said":"no","why":"%s"}\n' "$1" "$(printf '%s' "$2" | tr '"\n\\' "'  ")"; fi
}
feature values "$(ask -c "select 9223372036854775807::bigint, 1.50::numeric(10,2), true, 'é', date '2018-11-02', null::integer")" \
  '9223372036854775807|1.50|t|é|2018-11-02|'
feature 'bound values' "$(printf "%s\n" "select cast(:'one' as varchar(64));" | ask -v one="O'Reilly \"x\" \$1")" "O'Reilly \"x\" \$1"
feature transactions "$(printf '%s\n' 'create table kept_psql (a integer);' 'begin;' 'insert into kept_psql values (1);' 'rollback;' \
  'begin;' 'insert into kept_psql values (2);' 'commit;' 'select a from kept_psql;' | ask)" 2
feature errors "$(ask -v VERBOSITY=sqlstate -c 'select * from nowhere')" 'ERROR:  42P01'
feature 'many rows' "$(ask -v FETCH_COUNT=1000 -c 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n' | tail -n 1)" 50000
# What it has and a server of version 8.0 may be asked: none of it may be an error. Of what came later (\dA, \des, \dl) there is nothing to list.
backslashes='\d \d+ \dS \dt+ \dv \dv+ \dm \ds \di \di+ \dE \dn+ \dnS \du+ \dg \l \l+ \dp \z \ddp \db \db+ \dc \dC \dD \dD+ \df \df+ \da \do \dO \dL \dL+ \dT \dT+ \dTS \dF \dFd \dFp \dFt \drds \dx \dx+'
wrong=$(printf '%s\n' $backslashes | ask | grep -F ERROR)
feature catalogue "$(ask -c '\d songs' | head -n 2 | cut -d '|' -f 1 | tr '\n' ' ')$wrong" 'song_id title '
feature cancel "$(timeout --signal=INT 2 psql --no-psqlrc -c "$SLOW_SQL" 2>&1 | head -n 1 | cut -c 1-50)" \
  'Cancel request sent'
