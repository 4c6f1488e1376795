-- A play names a user that exists.
-- severity: error
select
    songplays.songplay_id,
    songplays.user_id
from songplays
left join users
on
    songplays.user_id = users.user_id
where
    songplays.user_id is not null
    and users.user_id is null;
