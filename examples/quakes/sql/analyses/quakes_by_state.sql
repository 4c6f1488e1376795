-- Which states shake most for each million who live there?
-- chart: bar
select
    states.state,
    count(*) as quake_count,
    states.population,
    round(count(*) * 1000000.0 / states.population, 1) as quakes_per_million
from quakes
inner join states
on
    quakes.state = states.state
where
    states.population > 0
group by
    states.state,
    states.population
order by
    quakes_per_million desc,
    states.state
limit
    15;
