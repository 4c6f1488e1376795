-- Every play that has a user names one that exists.
-- severity: error
select
    songplays.songplay_id,
    songplays.user_id
from songplays
left join users
on
    -- An expression, since Redshift believes a declared key, and would leave the search for a bare column out.
    songplays.user_id = users.user_id + 0
where
    songplays.user_id is not null
    and users.user_id is null;
