-- To which airports are most quakes near, and how strong was the strongest?
-- chart: bar
select
    airports.airport_name || ' (' || airports.iata || ')' as airport,
    max(quakes.magnitude) as strongest,
    min(quakes.airport_km) as nearest_km,
    count(*) as quake_count
from quakes
inner join airports
on
    quakes.airport = airports.iata
group by
    airports.airport_name,
    airports.iata
order by
    quake_count desc,
    airport
limit
    15;
