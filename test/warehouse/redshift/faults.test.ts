import { DatabaseError } from "pg";
import { describe, expect, it } from "vitest";
import {
  ConfigError,
  InterruptedError,
  RejectsError,
  StepError,
  UnreachableError,
  WarehouseError,
} from "../../../src/errors.ts";
import { explainConnect } from "../../../src/warehouse/redshift/explain-error.ts";
import { classify } from "../../../src/warehouse/redshift/faults.ts";

const warehouseError = (sqlState: string, message: string, detail?: string) =>
  new WarehouseError(message, { sqlState, detail });
const inStep = (cause: Error) => new StepError("step songplays failed", { cause });
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const databaseError = (code: string) => Object.assign(new DatabaseError("x", 1, "error"), { code });
const awsError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const unreachable = (cause: Error) => new UnreachableError("cannot", { cause });

describe("what is worth another try", () => {
  it.each([
    [
      "1023",
      inStep(
        warehouseError(
          "XX000",
          "1023",
          "Serializable isolation violation on table - 142, transactions forming the cycle are: 1, 2",
        ),
      ),
    ],
    [
      "1023 in one line",
      warehouseError("XX000", "1023 DETAIL: Serializable isolation violation on table in Redshift"),
    ],
    [
      "a snapshot conflict",
      inStep(
        warehouseError(
          "XX000",
          "Query (1) could not complete because of conflict with concurrent transaction",
        ),
      ),
    ],
    ["a deadlock", warehouseError("40P01", "deadlock detected")],
    [
      "a deadlock told by words",
      warehouseError("XX000", "deadlock detected", "Process 1 waits for AccessExclusiveLock"),
    ],
    ["a table that was swapped", warehouseError("XX000", "1018", "Relation does not exist.")],
    ["a server that starts", unreachable(databaseError("57P03"))],
    ["too many connections", unreachable(databaseError("53300"))],
    ["a cluster that resumes", warehouseError("XX000", "the cluster is resuming, try again")],
    [
      "throttled S3 in a COPY",
      warehouseError(
        "XX000",
        "S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown",
      ),
    ],
    ["throttled AWS", unreachable(awsError("ThrottlingException", 400))],
    ["a failing AWS", unreachable(awsError("InternalError", 500))],
    ["a refused connection", unreachable(coded("ECONNREFUSED"))],
    ["a connection that takes too long", unreachable(new Error("timeout expired"))],
  ])("%s is transient", (_, error) => {
    expect(classify(error).kind).toBe("transient");
    expect(classify(error).reason).not.toBe("");
  });

  it.each([
    ["a reset connection", unreachable(coded("ECONNRESET"))],
    ["a server that shuts down", unreachable(databaseError("57P01"))],
    ["a broken connection", unreachable(databaseError("08006"))],
    ["an end without a word", unreachable(new Error("Connection terminated unexpectedly"))],
    [
      "a statement after the end",
      unreachable(new Error("Client has encountered a connection error and is not queryable")),
    ],
  ])("after %s the outcome is lost", (_, error) => {
    expect(classify(error).kind).toBe("lost");
  });

  it.each([coded("ECONNRESET"), new Error("Connection terminated unexpectedly")])(
    "a connection that was never made was not lost: %s",
    (error) => {
      const place = { where: "localhost:1/dev", user: "etl" };
      expect(classify(explainConnect(error, place)).reason).toBe("cannot connect");
      expect(classify(error).reason).toMatch(/^lost connection/);
    },
  );

  it.each([
    ["a syntax error", warehouseError("42601", 'syntax error at or near "selct"')],
    ["a table that is not there", warehouseError("42P01", 'relation "songs" does not exist')],
    [
      "a load error",
      warehouseError(
        "XX000",
        "Load into table 'staging_events' failed.  Check 'sys_load_error_detail' system table for details.",
      ),
    ],
    [
      "a number that happens to be there",
      warehouseError("XX000", "Invalid digit, Value '1', Pos 1023, Type: Long"),
    ],
    [
      "a cancelled statement",
      warehouseError("57014", "Query (1023) cancelled on user's request".replace("1023", "7")),
    ],
    ["a failed transaction", warehouseError("25P02", "current transaction is aborted")],
    ["a wrong password", unreachable(databaseError("28P01"))],
    ["an unknown host", unreachable(coded("ENOTFOUND"))],
    ["a wrong certificate", unreachable(coded("ERR_TLS_CERT_ALTNAME_INVALID"))],
    ["denied access", unreachable(awsError("AccessDenied", 403))],
    ["a missing bucket", new ConfigError("x", { cause: awsError("NoSuchBucket", 404) })],
    [
      "rejected rows",
      new RejectsError("x", {
        atLeast: 1,
        cause: inStep(warehouseError("XX000", "Load into table 't' failed")),
      }),
    ],
    ["an interruption", new InterruptedError("SIGTERM")],
    ["a bug", new TypeError("x is not a function")],
    ["no error at all", "text"],
  ])("%s is terminal", (_, error) => {
    expect(classify(error).kind).toBe("terminal");
  });
});
