-- Every user of a staged event is in the table of users.
-- severity: error
with
    seen as (
        select distinct
            userid
        from staging_events
        where
            userid is not null
    ),
    known as (
        select
            user_id
        from users
        where
            user_id in (
                select
                    userid
                from seen
            )
    )
select
    seen.userid
from seen
left join known
on
    seen.userid = known.user_id
where
    known.user_id is null;
