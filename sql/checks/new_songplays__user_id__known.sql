-- Every play of a staged session that has a user names one that exists.
-- severity: error
with
    played as (
        select
            songplay_id,
            user_id
        from songplays
        where
            session_id in (
                select
                    sessionid
                from staging_events
                where
                    page = 'NextSong'
            )
    ),
    known as (
        select
            user_id
        from users
        where
            user_id in (
                select
                    userid
                from staging_events
            )
            -- Others may have had a session of the same number. Not one list of both: a planner that takes the plays for more than the users
            -- puts all users into a hash table.
            or user_id in (
                select
                    user_id
                from played
            )
    )
select
    played.songplay_id,
    played.user_id
from played
left join known
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    played.user_id = known.user_id + 0
where
    played.user_id is not null
    and known.user_id is null;
