-- A play names a user that exists.
-- severity: error
select
    songplays.songplay_id,
    songplays.user_id
from songplays
left join users
on
    -- An expression, since Redshift believes the key: sql/README.md, "Declared keys".
    songplays.user_id + 0 = users.user_id
where
    songplays.user_id is not null
    and users.user_id is null;
