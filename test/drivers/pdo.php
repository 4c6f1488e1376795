<?php
// PHP's PDO with pdo_pgsql.
const HOSTILE = ["O'Reilly", 'a "quoted" name', 'back\\slash', "\\'; drop table songs; --", '$1 %s :a', 'é 🎉', '', "a\nb\tc"];

function connect(): PDO
{
    $source = sprintf(
        'pgsql:host=%s;port=%s;dbname=%s;sslmode=verify-full;sslrootcert=%s',
        getenv('PGHOST'), getenv('PGPORT'), getenv('PGDATABASE'), getenv('PGSSLROOTCERT'),
    );
    return new PDO($source, getenv('PGUSER'), getenv('PGPASSWORD'), [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
}

function same(mixed $found, mixed $wanted): void
{
    if ($found !== $wanted) throw new Exception('found ' . json_encode($found) . ', wanted ' . json_encode($wanted));
}

function feature(string $name, callable $work): void
{
    try {
        $line = ['feature' => $name, 'said' => $work() ?? 'yes'];
    } catch (Throwable $error) {
        $line = ['feature' => $name, 'said' => 'no', 'why' => $error->getMessage()];
    }
    echo json_encode($line), "\n";
}

feature('values', function () {
    $row = connect()->query(
        "select 1::smallint, 9223372036854775807::bigint, 1.50::numeric(10,2), true, 'é'::varchar, date '2018-11-02', null::integer"
    )->fetch(PDO::FETCH_NUM);
    same($row, [1, 9223372036854775807, '1.50', true, 'é', '2018-11-02', null]);
});

feature('bound values', function () {
    foreach ([false, true] as $emulated) {
        $db = connect();
        $db->setAttribute(PDO::ATTR_EMULATE_PREPARES, $emulated);
        $statement = $db->prepare('select cast(:one as varchar(64))');
        foreach (HOSTILE as $text) {
            $statement->execute(['one' => $text]);
            same($statement->fetchColumn(), $text);
        }
    }
});

feature('transactions', function () {
    $db = connect();
    $db->exec('create table kept_pdo (a integer)');
    $insert = $db->prepare('insert into kept_pdo values (?)');
    $db->beginTransaction();
    $insert->execute([1]);
    $db->rollBack();
    $db->beginTransaction();
    $insert->execute([2]);
    $db->commit();
    same($db->query('select a from kept_pdo')->fetchAll(PDO::FETCH_COLUMN), [2]);
});

feature('errors', function () {
    $db = connect();
    try {
        $db->query('select * from nowhere');
    } catch (PDOException $error) {
        same($error->getCode(), '42P01');
        same($db->query('select 1')->fetchColumn(), 1);
        return;
    }
    throw new Exception('no error');
});

feature('many rows', function () {
    $rows = connect()->query('with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n')->fetchAll();
    same(count($rows), 50000);
});

feature('catalogue', function () {
    $statement = connect()->prepare('select column_name from information_schema.columns where table_name = ? order by ordinal_position');
    $statement->execute(['songs']);
    same(array_slice($statement->fetchAll(PDO::FETCH_COLUMN), 0, 2), ['song_id', 'title']);
});

feature('cancel', fn () => 'not tried');
