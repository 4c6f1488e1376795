-- Brings artists up to date: one row per artist of the catalogue, whatever order the songs came in.
--
-- Songs may disagree on their artist. Among what they say the one with a location wins, then the one with coordinates,
-- then the shortest name (the others tend to be "A feat. B"), then the first in byte order. As this looks at the whole
-- catalogue and not at what arrived now, the order of loading does not matter.
--
-- Looked at are the artists whom staged songs name, and those whom corrected songs left: what is said of them may have come from these.
create temp table named_artists as
select
    artist_id
from staging_songs
where
    artist_id != ''
union
select
    artist_id
from left_artists;

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
                from named_artists
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

create temp table known_artists as
select
    artists.artist_id
from artists
inner join named_artists
on
    artists.artist_id = named_artists.artist_id;

update artists
set
    name = latest_artists.name,
    location = latest_artists.location,
    latitude = latest_artists.latitude,
    longitude = latest_artists.longitude,
    run_id = :'run_id'
from latest_artists
where
    artists.artist_id = latest_artists.artist_id;

insert into artists (artist_id, name, location, latitude, longitude, run_id)
select
    latest_artists.artist_id,
    latest_artists.name,
    latest_artists.location,
    latest_artists.latitude,
    latest_artists.longitude,
    :'run_id'
from latest_artists
left join known_artists
on
    latest_artists.artist_id = known_artists.artist_id
where
    known_artists.artist_id is null;

-- A corrected song may have left an artist without any.
create temp table lost_artists as
select
    known_artists.artist_id
from known_artists
left join latest_artists
on
    known_artists.artist_id = latest_artists.artist_id
where
    latest_artists.artist_id is null;

delete from artists
using lost_artists
where
    artists.artist_id = lost_artists.artist_id;

drop table
    lost_artists,
    known_artists,
    named_artists,
    latest_artists;
