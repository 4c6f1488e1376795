import { describe, expect, it } from "vitest";
import {
  setsFixedParameter,
  setStatement,
  shownParameter,
  startupSettings,
  toldProtocol,
} from "../../src/serve/settings.ts";
import { treeOf } from "../dialect/statement.ts";

describe("settings of the connection", () => {
  it.each(["show server_version", "SHOW DateStyle", "show client_encoding"])("are shown: %s", (sql) => {
    expect(shownParameter(treeOf(sql))).toBeDefined();
  });

  it.each(["show search_path", "show timezone", "select server_version"])(
    "are not concerned by: %s",
    (sql) => {
      expect(shownParameter(treeOf(sql))).toBeUndefined();
    },
  );

  it.each([
    ["set client_encoding to 'UTF8'", true],
    ["set client_encoding = utf8", true],
    ["set names 'unicode'", true],
    ["set client_encoding to '''utf-8'''", true],
    ["set client_encoding to 'SQL_ASCII'", true],
    ["SET SESSION DateStyle TO ISO, MDY", true],
    ["set query_group to 'x'", false],
    ["select 1", false],
  ])("are set to what they are: %s", (sql, expected) => {
    expect(setsFixedParameter(treeOf(sql))).toBe(expected);
  });

  it.each(["set client_encoding to 'latin1'", "set names latin1", "set datestyle to 'German'"])(
    "cannot be set to anything else: %s",
    (sql) => {
      expect(() => setsFixedParameter(treeOf(sql))).toThrow(/invalid value for parameter/);
    },
  );

  it("come with the start-up packet, in options too", () => {
    const parameters = new Map([
      ["user", "dwh"],
      ["database", "sparkify"],
      ["statement_timeout", "5000"],
      ["options", "-c query_group=a\\ b --search-path=x -cfoo=1"],
      ["_pq_.x", "1"],
    ]);
    expect(startupSettings(parameters)).toEqual([
      ["query_group", "a b"],
      ["search_path", "x"],
      ["foo", "1"],
      ["statement_timeout", "5000"],
    ]);
    expect(() => startupSettings(new Map([["options", "-d 5"]]))).toThrow(/invalid command-line argument/);
  });

  it("are not what Amazon's drivers tell of themselves, which is answered with the first of their protocols", () => {
    const parameters = new Map([
      ["user", "dwh"],
      ["application_name", "dbt"],
      ["client_protocol_version", "2"],
      ["driver_version", "Redshift Python Driver 2.1"],
      ["os_version", "Linux"],
      ["plugin_name", "BrowserIdcAuthPlugin"],
    ]);
    expect(startupSettings(parameters)).toEqual([["application_name", "dbt"]]);
    expect(toldProtocol(parameters)).toEqual({ server_protocol_version: "0" });
    expect(toldProtocol(new Map([["user", "dwh"]]))).toEqual({});
  });

  it("become a SET that holds nothing but the value", () => {
    expect(setStatement("query_group", "it's; drop table t")).toBe(
      "set query_group to 'it''s; drop table t'",
    );
    expect(setStatement('a"; drop table t', "x")).toBe(`set "a""; drop table t" to 'x'`);
  });
});
