-- Brings users up to date: the values of the latest event of each user, however late its file arrives.
create temp table latest_users as
with
    latest as (
        -- The time alone rules out most events; only the rest has to be sorted.
        -- A moment more than a day in the future counts as none: it would decide about its user for ever.
        select
            userid,
            max(
                case
                    when ts <= dateadd(day, 1, getdate()) then ts
                end
            ) as ts
        from staging_events
        group by
            userid
    ),
    known as (
        select
            user_id,
            last_event_at,
            last_session_id,
            last_item_in_session
        from users
        where
            user_id in (
                select
                    userid
                from staging_events
            )
    ),
    ranked as (
        select
            staging_events.userid as user_id,
            nullif(staging_events.firstname, '') as first_name,
            nullif(staging_events.lastname, '') as last_name,
            nullif(staging_events.gender, '') as gender,
            nullif(staging_events.level, '') as level,
            latest.ts as last_event_at,
            staging_events.sessionid as last_session_id,
            staging_events.iteminsession as last_item_in_session,
            -- The values come last, so that events with the same place have one order however they are loaded.
            row_number() over (
                partition by
                    staging_events.userid
                order by
                    staging_events.sessionid desc nulls last,
                    staging_events.iteminsession desc nulls last,
                    staging_events.level desc nulls last,
                    staging_events.firstname desc nulls last,
                    staging_events.lastname desc nulls last,
                    staging_events.gender desc nulls last
            ) as place
        from staging_events
        inner join latest
        on
            staging_events.userid = latest.userid
        where
            staging_events.ts = latest.ts
            -- A user whose events have no time at all is a user all the same.
            or latest.ts is null
    )
select
    ranked.user_id,
    ranked.first_name,
    ranked.last_name,
    ranked.gender,
    ranked.level,
    ranked.last_event_at,
    ranked.last_session_id,
    ranked.last_item_in_session,
    nvl2(known.user_id, 0, 1) as is_new
from ranked
left join known
on
    ranked.user_id = known.user_id
where
    ranked.place = 1
    and (
        -- A new user, or one whose events had no time so far.
        known.last_event_at is null
        -- One whose latest event was in the future, from before these were ignored.
        or (
            ranked.last_event_at is not null
            and known.last_event_at > dateadd(day, 1, getdate())
        )
        or ranked.last_event_at > known.last_event_at
        or (
            ranked.last_event_at = known.last_event_at
            and ranked.last_session_id > coalesce(known.last_session_id, -1)
        )
        -- The same event again is a corrected one: the newer file wins.
        or (
            ranked.last_event_at = known.last_event_at
            and coalesce(ranked.last_session_id, -1) = coalesce(known.last_session_id, -1)
            and coalesce(ranked.last_item_in_session, -1) >= coalesce(known.last_item_in_session, -1)
        )
    );

update users
set
    first_name = latest_users.first_name,
    last_name = latest_users.last_name,
    gender = latest_users.gender,
    level = latest_users.level,
    last_event_at = latest_users.last_event_at,
    last_session_id = latest_users.last_session_id,
    last_item_in_session = latest_users.last_item_in_session,
    run_id = :'run_id'
from latest_users
where
    users.user_id = latest_users.user_id;

insert into users (
    user_id,
    first_name,
    last_name,
    gender,
    level,
    last_event_at,
    last_session_id,
    last_item_in_session,
    run_id
)
select
    user_id,
    first_name,
    last_name,
    gender,
    level,
    last_event_at,
    last_session_id,
    last_item_in_session,
    :'run_id'
from latest_users
where
    is_new = 1;

drop table
    latest_users;
