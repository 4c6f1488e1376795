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

create temp table known_states as
select
    states.state
from states
inner join latest_states
on
    states.state = latest_states.state;

update states
set
    fips_code = latest_states.fips_code,
    population = latest_states.population
from latest_states
where
    states.state = latest_states.state;

insert into states (state, fips_code, population)
select
    latest_states.state,
    latest_states.fips_code,
    latest_states.population
from latest_states
left join known_states
on
    latest_states.state = known_states.state
where
    known_states.state is null;

drop table
    known_states;

drop table
    latest_states;
