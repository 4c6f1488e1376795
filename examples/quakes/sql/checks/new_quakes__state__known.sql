-- Every quake of the new feeds, and every quake in a state of the new files, names a state that exists.
-- severity: error
with
    announced as (
        select
            feature.id::varchar(64) as quake_id
        from staging_earthquakes as feeds,
        feeds.features as feature
    ),
    found as (
        select
            quake_id,
            state
        from quakes
        where
            quake_id in (
                select
                    quake_id
                from announced
            )
        union all
        select
            quake_id,
            state
        from quakes
        where
            state in (
                select
                    state
                from staging_states
            )
    )
select distinct
    found.quake_id,
    found.state
from found
left join states
on
    -- An expression, since Redshift believes the key and may answer without looking.
    found.state = states.state || ''
where
    found.state is not null
    and states.state is null;
