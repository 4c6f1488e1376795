-- Brings the levels up to date: the stretches of a user's plays at one level, of those who are staged and of those who have none yet.
--
-- They are made of all plays of a user and not of what arrived now, so that the order of loading does not matter: a play that comes late, or is corrected,
-- may part a stretch, move its beginning, or join two. A play without a level says nothing. Rows that are right stay as they are.
create temp table levelled_users as
select
    userid as user_id
from staging_events
where
    page = 'NextSong'
    and userid is not null
union
-- Before there was this table.
select
    users.user_id
from users
left join user_levels
on
    users.user_id = user_levels.user_id
where
    user_levels.user_id is null;

create temp table latest_levels as
with
    played as (
        select
            user_id,
            start_time,
            level,
            -- Of plays of one moment a fixed one decides, not chance.
            row_number() over (
                partition by
                    user_id,
                    start_time
                order by
                    session_id desc,
                    item_in_session desc
            ) as place
        from songplays
        where
            level is not null
            and user_id in (
                select
                    user_id
                from levelled_users
            )
    ),
    followed as (
        select
            user_id,
            start_time,
            level,
            lag(level) over (
                partition by
                    user_id
                order by
                    start_time
            ) as level_before
        from played
        where
            place = 1
    )
select
    user_id,
    level,
    start_time as valid_from,
    lead(start_time) over (
        partition by
            user_id
        order by
            start_time
    ) as valid_to
from followed
where
    level_before is null
    or level_before != level;

create temp table kept_levels as
select
    user_levels.user_id,
    user_levels.valid_from
from user_levels
inner join latest_levels
on
    user_levels.user_id = latest_levels.user_id
    and user_levels.valid_from = latest_levels.valid_from
where
    user_levels.level = latest_levels.level
    and coalesce(user_levels.valid_to, '9999-01-01') = coalesce(latest_levels.valid_to, '9999-01-01');

create temp table lost_levels as
select
    user_levels.user_id,
    user_levels.valid_from
from user_levels
left join kept_levels
on
    user_levels.user_id = kept_levels.user_id
    and user_levels.valid_from = kept_levels.valid_from
where
    kept_levels.user_id is null
    and user_levels.user_id in (
        select
            user_id
        from levelled_users
    );

delete from user_levels
using lost_levels
where
    user_levels.user_id = lost_levels.user_id
    and user_levels.valid_from = lost_levels.valid_from;

insert into user_levels (user_id, level, valid_from, valid_to, current, run_id)
select
    latest_levels.user_id,
    latest_levels.level,
    latest_levels.valid_from,
    latest_levels.valid_to,
    case
        when latest_levels.valid_to is null then true
        else false
    end,
    :'run_id'
from latest_levels
left join kept_levels
on
    latest_levels.user_id = kept_levels.user_id
    and latest_levels.valid_from = kept_levels.valid_from
where
    kept_levels.user_id is null;

drop table lost_levels;

drop table kept_levels;

drop table latest_levels;

drop table levelled_users;
