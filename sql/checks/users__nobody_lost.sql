-- Everybody who was seen in an event is a user.
-- severity: error
select distinct
    staging_events.userid
from staging_events
left join users
on
    staging_events.userid = users.user_id
where
    staging_events.userid is not null
    and users.user_id is null;
