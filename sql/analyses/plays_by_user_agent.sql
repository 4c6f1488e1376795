-- What do people listen with?
-- chart: bar
-- total: songplays
--
-- By family, since dozens of versions say less than the browser and the system. The order matters: Edge and Opera call
-- themselves Chrome too, Chrome calls itself Safari, and an iPhone mentions Mac OS X.
select
    case
        when user_agent is null then '(unknown)'
        when user_agent like '%Edg%' then 'Edge'
        when user_agent like '%OPR/%' then 'Opera'
        when user_agent like '%Opera%' then 'Opera'
        when user_agent like '%Firefox/%' then 'Firefox'
        when user_agent like '%FxiOS/%' then 'Firefox'
        when user_agent like '%Trident/%' then 'Internet Explorer'
        when user_agent like '%MSIE %' then 'Internet Explorer'
        when user_agent like '%Chrome/%' then 'Chrome'
        when user_agent like '%CriOS/%' then 'Chrome'
        when user_agent like '%Safari/%' then 'Safari'
        else '(other)'
    end as browser,
    case
        when user_agent like '%iPhone%' then 'iOS'
        when user_agent like '%iPad%' then 'iOS'
        when user_agent like '%Android%' then 'Android'
        when user_agent like '%Windows%' then 'Windows'
        when user_agent like '%Mac OS X%' then 'Mac OS X'
        when user_agent like '%Linux%' then 'Linux'
    end as "system",
    count(distinct user_agent) as version_count,
    count(*) as play_count
from songplays
group by
    1,
    2
order by
    play_count desc,
    browser,
    "system";
