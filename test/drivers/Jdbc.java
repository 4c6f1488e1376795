import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** The PostgreSQL JDBC driver, once with text and once with binary for everything: `java Jdbc.java`, the driver on the class path. */
public class Jdbc {
  private static final String[] HOSTILE = {
    "O'Reilly", "a \"quoted\" name", "back\\slash", "\\'; drop table songs; --", "$1 %s :a", "é 🎉", "", "a\nb\tc"
  };
  private static final String MANY =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n";

  interface Work {
    String run() throws Exception;
  }

  static Connection connect(String... more) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", System.getenv("PGUSER"));
    settings.setProperty("password", System.getenv("PGPASSWORD"));
    settings.setProperty("sslmode", "verify-full");
    settings.setProperty("sslrootcert", System.getenv("PGSSLROOTCERT"));
    for (int at = 0; at < more.length; at += 2) settings.setProperty(more[at], more[at + 1]);
    String url =
        "jdbc:postgresql://" + System.getenv("PGHOST") + ":" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE");
    return DriverManager.getConnection(url, settings);
  }

  static void same(Object found, Object wanted) {
    if (!Objects.equals(found, wanted)) throw new AssertionError("found " + found + ", wanted " + wanted);
  }

  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "") + "\"";
  }

  static void feature(String name, Work work) {
    String rest;
    try {
      String said = work.run();
      rest = "\"said\":" + quoted(said == null ? "yes" : said);
    } catch (Throwable error) {
      rest = "\"said\":\"no\",\"why\":" + quoted(String.valueOf(error));
    }
    System.out.println("{\"feature\":" + quoted(name) + "," + rest + "}");
  }

  public static void main(String[] arguments) {
    feature("values", () -> {
      // The second time everything that the driver can read so is asked for in binary.
      for (String threshold : new String[] {"5", "-1"}) {
        try (Connection connection = connect("prepareThreshold", threshold);
            PreparedStatement asked =
                connection.prepareStatement(
                    "select 1::smallint, 9223372036854775807::bigint, 1.50::numeric(10,2), 0.5::float8, true, 'é'::varchar, date '2018-11-02', null::integer");
            ResultSet row = asked.executeQuery()) {
          row.next();
          same(row.getInt(1), 1);
          same(row.getLong(2), Long.MAX_VALUE);
          same(row.getBigDecimal(3), new BigDecimal("1.50"));
          same(row.getDouble(4), 0.5);
          same(row.getBoolean(5), true);
          same(row.getString(6), "é");
          same(row.getDate(7), Date.valueOf("2018-11-02"));
          same(row.getObject(8), null);
        }
      }
      return null;
    });
    feature("bound values", () -> {
      // The mode "simple" does not double a backslash, whatever the server says, and is not for servers where it escapes.
      try (Connection connection = connect();
          PreparedStatement asked = connection.prepareStatement("select cast(? as varchar(64))")) {
        for (String text : HOSTILE) {
          asked.setString(1, text);
          ResultSet row = asked.executeQuery();
          row.next();
          same(row.getString(1), text);
        }
      }
      return null;
    });
    feature("transactions", () -> {
      try (Connection connection = connect(); Statement statement = connection.createStatement()) {
        statement.execute("create table kept_jdbc (a integer)");
        connection.setAutoCommit(false);
        PreparedStatement insert = connection.prepareStatement("insert into kept_jdbc values (?)");
        insert.setInt(1, 1);
        insert.executeUpdate();
        connection.rollback();
        insert.setInt(1, 2);
        insert.executeUpdate();
        connection.commit();
        List<Integer> found = new ArrayList<>();
        ResultSet rows = statement.executeQuery("select a from kept_jdbc");
        while (rows.next()) found.add(rows.getInt(1));
        same(found, List.of(2));
      }
      return null;
    });
    feature("errors", () -> {
      try (Connection connection = connect(); Statement statement = connection.createStatement()) {
        try {
          statement.executeQuery("select * from nowhere");
          throw new AssertionError("no error");
        } catch (SQLException error) {
          same(error.getSQLState(), "42P01");
        }
        ResultSet row = statement.executeQuery("select 1");
        row.next();
        same(row.getInt(1), 1);
      }
      return null;
    });
    feature("many rows", () -> {
      try (Connection connection = connect()) {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          // A portal with a row limit.
          statement.setFetchSize(1000);
          ResultSet rows = statement.executeQuery(MANY);
          int count = 0;
          while (rows.next()) count += 1;
          same(count, 50000);
        }
      }
      return null;
    });
    feature("catalogue", () -> {
      try (Connection connection = connect()) {
        List<String> names = new ArrayList<>();
        ResultSet columns = connection.getMetaData().getColumns(null, "public", "songs", "%");
        while (columns.next()) names.add(columns.getString("COLUMN_NAME"));
        same(names.subList(0, Math.min(2, names.size())), List.of("song_id", "title"));
      }
      return null;
    });
    feature("cancel", () -> {
      try (Connection connection = connect(); Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        try {
          statement.executeQuery(System.getenv("SLOW_SQL"));
          throw new AssertionError("it was not cancelled");
        } catch (SQLException error) {
          same(error.getSQLState(), "57014");
        }
        ResultSet row = statement.executeQuery("select 1");
        row.next();
        same(row.getInt(1), 1);
      }
      return null;
    });
  }
}
