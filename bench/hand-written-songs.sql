-- What loading many tiny files is measured against: DuckDB's own reader on the glob in the variable `songs`, and nothing else.
create table staging_songs as
select *
from read_json(
    getvariable('songs'),
    format = 'newline_delimited',
    columns = {
        artist_id: 'varchar',
        artist_latitude: 'double',
        artist_location: 'varchar',
        artist_longitude: 'double',
        artist_name: 'varchar',
        duration: 'double',
        num_songs: 'integer',
        song_id: 'varchar',
        title: 'varchar',
        year: 'integer'
    }
);
