-- Every quake near an airport names one that exists.
-- severity: error
select
    quakes.quake_id,
    quakes.airport
from quakes
left join airports
on
    -- An expression, since Redshift believes the key and may answer without looking.
    quakes.airport = airports.iata || ''
where
    quakes.airport is not null
    and airports.iata is null;
