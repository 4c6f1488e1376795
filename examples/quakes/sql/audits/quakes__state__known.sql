-- Every quake in a state names one that exists.
-- severity: error
select
    quakes.quake_id,
    quakes.state
from quakes
left join states
on
    -- An expression, since Redshift believes the key and may answer without looking.
    quakes.state = states.state || ''
where
    quakes.state is not null
    and states.state is null;
