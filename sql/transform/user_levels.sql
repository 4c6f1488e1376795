-- Brings the levels up to date: the stretches of a user's plays at one level, of those who are staged, and of everybody while there are none.
--
-- They are made of the plays that are there and not of what arrived now, so that the order of loading does not matter: a play that comes late, or is
-- corrected, may part a stretch, move its beginning, or join two. So they are made anew from the first moment on of which a play was staged, or whose
-- plays the stretches do not tell any more; what was before stays. A play without a level says nothing. Rows that are right stay as they are.
create temp table levelled_users as
with
    stretches as (
        select
            user_id,
            level,
            valid_from,
            valid_to
        from user_levels
        where
            user_id in (
                select
                    userid
                from staging_events
                where
                    page = 'NextSong'
            )
    ),
    played as (
        select
            user_id,
            start_time,
            level
        from songplays
        where
            level is not null
            and user_id in (
                select
                    user_id
                from stretches
            )
    ),
    touched as (
        select
            userid as user_id,
            ts as start_time
        from staging_events
        where
            page = 'NextSong'
            and userid is not null
        union all
        -- A corrected play may have left a moment. Either a stretch began there, and nothing is played there any more.
        select
            user_id,
            valid_from
        from (
            select
                user_id,
                valid_from
            from stretches
            except
            select
                user_id,
                start_time
            from played
            where
                start_time in (
                    select
                        valid_from
                    from stretches
                )
        ) as left_starts
        union all
        -- Or it decided there against a play of another level, which the stretch does not tell.
        select
            played.user_id,
            played.start_time
        from played
        inner join stretches
        on
            played.user_id = stretches.user_id
            and played.level != stretches.level
        where
            played.start_time >= stretches.valid_from
            and played.start_time < coalesce(stretches.valid_to, '9999-01-01')
        union all
        -- Before there was this table: everybody, from the beginning.
        select
            user_id,
            cast(null as timestamp)
        from users
        where
            not exists (
                select
                    1
                from user_levels
            )
    )
select
    user_id,
    min(start_time) as since
from touched
group by
    user_id;

-- Nothing before that moment has changed: the stretch that it falls into, or that ends there, says what was before.
create temp table stretches_before as
with
    ranked as (
        select
            user_levels.user_id,
            user_levels.level,
            user_levels.valid_from,
            levelled_users.since,
            row_number() over (
                partition by
                    user_levels.user_id
                order by
                    user_levels.valid_from desc
            ) as place
        from user_levels
        inner join levelled_users
        on
            user_levels.user_id = levelled_users.user_id
        where
            user_levels.valid_from < levelled_users.since
    )
select
    levelled_users.user_id,
    ranked.level,
    ranked.valid_from,
    -- Where nothing was before, all plays tell.
    coalesce(ranked.since, '0001-01-01') as since
from levelled_users
left join ranked
on
    levelled_users.user_id = ranked.user_id
    and ranked.place = 1;

create temp table latest_levels as
with
    played as (
        select
            songplays.user_id,
            songplays.start_time,
            songplays.level,
            -- Of plays of one moment a fixed one decides, not chance.
            row_number() over (
                partition by
                    songplays.user_id,
                    songplays.start_time
                order by
                    songplays.session_id desc,
                    songplays.item_in_session desc
            ) as place
        from songplays
        inner join stretches_before
        on
            songplays.user_id = stretches_before.user_id
        where
            songplays.level is not null
            and songplays.start_time >= stretches_before.since
    ),
    moments as (
        select
            user_id,
            start_time,
            level
        from played
        where
            place = 1
        union all
        select
            user_id,
            valid_from,
            level
        from stretches_before
        where
            valid_from is not null
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
        from moments
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
inner join stretches_before
on
    user_levels.user_id = stretches_before.user_id
    left join kept_levels
on
    user_levels.user_id = kept_levels.user_id
    and user_levels.valid_from = kept_levels.valid_from
where
    kept_levels.user_id is null
    and user_levels.valid_from >= coalesce(stretches_before.valid_from, '0001-01-01');

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

drop table
    lost_levels,
    kept_levels,
    latest_levels,
    stretches_before,
    levelled_users;
