-- Which quake was the strongest?
-- card: Strongest quake
select
    place,
    magnitude,
    happened_at::date as day from quakes
where
    magnitude is not null
order by
    quakes.magnitude desc,
    quakes.quake_id
limit
    1;
