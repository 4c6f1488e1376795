import { describe, expect, it } from "vitest";
import { parseSecret, renderSecret } from "../../src/aws/secret.ts";
import { ConfigError } from "../../src/errors.ts";

describe("a database secret", () => {
  it("is read in the shape that Redshift gives it", () => {
    const text = JSON.stringify({
      engine: "redshift",
      host: "c.example.com",
      port: 5439,
      username: "etl",
      password: "pw",
      dbname: "dev",
      dbClusterIdentifier: "c",
    });
    expect(parseSecret(text, "s")).toEqual({
      user: "etl",
      password: "pw",
      host: "c.example.com",
      port: 5439,
      database: "dev",
      clusterId: "c",
    });
  });

  it.each([
    ['{"username":"u","password":"p"}', {}],
    ['{"user":"u","password":"p","dbName":"d","port":"5440"}', { database: "d", port: 5440 }],
    [
      '{"username":"u","password":"p","database":"d","clusterIdentifier":"c"}',
      { database: "d", clusterId: "c" },
    ],
  ])("may leave out what is configured elsewhere, and call things by other names: %s", (text, expected) => {
    expect(parseSecret(text, "s")).toMatchObject({ user: "u", password: "p", ...expected });
  });

  it.each([
    ['{"username":"u"}', "the secret has no password"],
    ['{"password":"canary"}', "the secret has no username"],
    ['{"username":"","password":7}', "the secret has no username and no password"],
    ['{"username":"u","password":"canary","port":"many"}', "the secret has a port that is not a number"],
    ['{"username":"u","password":"canary","port":"0x10"}', "the secret has a port that is not a number"],
    ['{"username":"u","password":"canary","port":"65536"}', "the secret has a port that is not a number"],
    ['{"username":"u","password":"canary"', "the secret is not a JSON object"],
    ["canary", "the secret is not a JSON object"],
    ['["canary"]', "the secret is not a JSON object"],
    ["", "the secret is not a JSON object"],
  ])("that is wrong is explained, and nothing of it shown: %s", (text, message) => {
    const error = (() => {
      try {
        return parseSecret(text, "prod/job");
      } catch (thrown) {
        return thrown as ConfigError;
      }
    })() as ConfigError;
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(message);
    expect(error.where).toBe("prod/job");
    expect(JSON.stringify([error, error.next, String(error.cause)])).not.toContain("canary");
  });

  it("is written in the shape that it is read in", () => {
    const secret = {
      user: "etl",
      password: "pw",
      host: "h",
      port: 5439,
      database: "dev",
      clusterId: undefined,
    };
    expect(parseSecret(renderSecret(secret), "s")).toEqual(secret);
    expect(JSON.parse(renderSecret(secret))).toMatchObject({
      engine: "redshift",
      username: "etl",
      dbname: "dev",
    });
  });
});
