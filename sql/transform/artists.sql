-- Brings artists up to date: one row per artist of the catalogue, whatever order the songs came in.
--
-- Songs may disagree on their artist. Among what they say the one with a location wins, then the one with coordinates,
-- then the shortest name (the others tend to be "A feat. B"), then the first in byte order. As this looks at the whole
-- catalogue and not at what arrived now, the order of loading does not matter.
create temp table latest_artists as
with
    ranked as (
        select
            artist_id,
            artist_name,
            artist_location,
            artist_latitude,
            artist_longitude,
            row_number() over (
                partition by
                    artist_id
                order by
                    case
                        when artist_location is null then 1
                        else 0
                    end,
                    case
                        when artist_latitude is null
                        or artist_longitude is null then 1
                        else 0
                    end,
                    len(artist_name),
                    artist_name,
                    artist_location,
                    artist_latitude,
                    artist_longitude
            ) as place
        from songs
        where
            artist_id in (
                select
                    artist_id
                from staging_songs
            )
    )
select
    artist_id,
    artist_name as name,
    artist_location as location,
    artist_latitude as latitude,
    artist_longitude as longitude
from ranked
where
    place = 1;

merge into artists
using latest_artists
on
    artists.artist_id = latest_artists.artist_id
when matched then update set
    name = latest_artists.name,
    location = latest_artists.location,
    latitude = latest_artists.latitude,
    longitude = latest_artists.longitude
when not matched then insert (artist_id, name, location, latitude, longitude)
values (
    latest_artists.artist_id,
    latest_artists.name,
    latest_artists.location,
    latest_artists.latitude,
    latest_artists.longitude
);

-- A corrected song may have left an artist without any.
delete from artists
where
    not exists (
        select
            1
        from songs
        where
            songs.artist_id = artists.artist_id
    );

drop table latest_artists;
