-- Brings states up to date: the values of the newest file.
create temp table latest_states as
with
    ranked as (
        select
            state,
            id,
            population,
            -- Files of one run that disagree: a fixed order decides, not chance.
            row_number() over (
                partition by
                    state
                order by
                    population desc nulls last,
                    id desc nulls last
            ) as place
        from staging_states
        where
            state != ''
    )
select
    state,
    id as fips_code,
    population
from ranked
where
    place = 1;

merge into states
using latest_states
on
    states.state = latest_states.state
when matched then update set
    fips_code = latest_states.fips_code,
    population = latest_states.population
when not matched then insert (state, fips_code, population)
values (latest_states.state, latest_states.fips_code, latest_states.population);

drop table latest_states;
