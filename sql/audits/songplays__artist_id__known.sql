-- Every matched play names an artist that exists.
-- severity: error
select
    songplays.songplay_id,
    songplays.artist_id
from songplays
left join artists
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    songplays.artist_id = artists.artist_id || ''
where
    songplays.artist_id is not null
    and artists.artist_id is null;
