# Perl's DBI with DBD::Pg.
use strict;
use warnings;
use utf8;
use DBI;
use JSON::PP;

my @hostile = ("O'Reilly", 'a "quoted" name', 'back\\slash', q{\\'; drop table songs; --}, '$1 ? %s :a', "é 🎉", '', "a\nb\tc");
my $json = JSON::PP->new->utf8->canonical;

sub connect_to_server {
    my $source = "dbi:Pg:host=$ENV{PGHOST};port=$ENV{PGPORT};dbname=$ENV{PGDATABASE};sslmode=verify-full;sslrootcert=$ENV{PGSSLROOTCERT}";
    return DBI->connect($source, $ENV{PGUSER}, $ENV{PGPASSWORD}, { RaiseError => 1, PrintError => 0, AutoCommit => 1 });
}

sub same {
    my ($found, $wanted) = @_;
    my ($one, $other) = map { $json->encode($_) } $found, $wanted;
    die "found $one, wanted $other\n" if $one ne $other;
}

sub feature {
    my ($name, $work) = @_;
    my $said = eval { my $result = $work->(); defined $result && $result eq 'not tried' ? $result : 'yes' };
    print $json->encode({ feature => $name, defined $said ? (said => $said) : (said => 'no', why => "$@") }), "\n";
}

feature('values', sub {
    my $db = connect_to_server();
    my $row = $db->selectrow_arrayref(
        "select 1::smallint::varchar, 9223372036854775807::bigint, 1.50::numeric(10,2), true, 'é'::varchar, date '2018-11-02', timestamp '2018-11-02 10:00:00.123456', null::integer"
    );
    same([map { defined $_ ? "$_" : undef } @$row], ['1', '9223372036854775807', '1.50', '1', 'é', '2018-11-02', '2018-11-02 10:00:00.123456', undef]);
    $db->disconnect;
});

feature('bound values', sub {
    my $db = connect_to_server();
    for my $text (@hostile) {
        my ($found) = $db->selectrow_array('select cast(? as varchar(64))', {}, $text);
        same($found, $text);
    }
    $db->disconnect;
});

feature('transactions', sub {
    my $db = connect_to_server();
    $db->do('create table kept_dbd (a integer)');
    $db->begin_work;
    $db->do('insert into kept_dbd values (?)', {}, 1);
    $db->rollback;
    $db->begin_work;
    $db->do('insert into kept_dbd values (?)', {}, 2);
    $db->commit;
    same([map { "$_->[0]" } @{ $db->selectall_arrayref('select a from kept_dbd') }], ['2']);
    $db->disconnect;
});

feature('errors', sub {
    my $db = connect_to_server();
    die "no error\n" if eval { $db->selectall_arrayref('select * from nowhere'); 1 };
    same($db->state, '42P01');
    my ($one) = $db->selectrow_array('select 1');
    same("$one", '1');
    $db->disconnect;
});

feature('many rows', sub {
    my $db = connect_to_server();
    my $rows = $db->selectall_arrayref('with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n');
    same(scalar(@$rows) . '', '50000');
    $db->disconnect;
});

feature('catalogue', sub {
    my $db = connect_to_server();
    my $columns = $db->column_info(undef, 'public', 'songs', '%')->fetchall_arrayref({});
    my @names = map { $_->{COLUMN_NAME} } @$columns;
    same([@names[0, 1]], ['song_id', 'title']);
    $db->disconnect;
});

feature('cancel', sub { 'not tried' });
