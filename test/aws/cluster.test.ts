import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withAwakeCluster, type Company, type Others, type PauseDue } from "../../src/aws/awake-cluster.ts";
import { pauseCluster, resumeCluster, startResume, waitUntilAvailable } from "../../src/aws/cluster.ts";
import { UnreachableError } from "../../src/errors.ts";
import { useAws } from "../support/aws-environment.ts";
import { failure } from "../support/failure.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";
import { waiting } from "../support/waiting.ts";

describe("AWS", () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws();
    useAws(aws.endpoint);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws.close();
  });
  const cluster = (status: string, next: string[] = []) =>
    aws.clusters.set("c1", { host: "h", port: 5439, database: "dev", status, next });

  it("waits for a cluster that is on its way, and tells every status", async () => {
    cluster("modifying", ["resuming", "resuming", "available"]);
    const wait = waiting();
    await waitUntilAvailable("c1", wait);
    expect(wait.statuses).toEqual(["resuming", "resuming", "available"]);
  });

  it("does not wait for a cluster that is paused, since nobody resumes it", async () => {
    cluster("pausing", ["pausing", "paused"]);
    const error = await failure(waitUntilAvailable("c1", waiting()));
    expect(error).toMatchObject({
      message: "the cluster is paused",
      where: "c1",
      next: "`dwh cluster resume`",
    });
  });

  it("lets a cluster finish pausing before it resumes it", async () => {
    cluster("pausing", ["pausing", "paused"]);
    const wait = waiting();
    await resumeCluster("c1", wait);
    expect(wait.statuses).toEqual(["pausing", "paused", "resuming", "available"]);
  });

  it("does not say that it resumed a cluster that somebody else resumes", async () => {
    cluster("resuming", ["resuming", "available"]);
    expect(await startResume("c1", waiting())).toBe(false);
    expect(aws.calls).not.toContain("redshift.ResumeCluster");
  });

  /** All who are connected. */
  const others = (...seen: string[]): Others => ({ seen, unseen: undefined });
  /** Who is at work beside this one, and the mark that they share. */
  const company = (change: Partial<Company> = {}): Company => {
    let set = false;
    const due: PauseDue = {
      set: async () => void (set = true),
      isSet: async () => set,
      clear: async () => void (set = false),
    };
    return { due, readOthers: async () => others(), onWarning: expect.unreachable, ...change };
  };
  /** Collects the warnings. */
  const warned = () => {
    const warnings: string[] = [];
    return { warnings, onWarning: (message: string): void => void warnings.push(message) };
  };

  it("leaves the pausing to the last: to who came second while somebody is connected", async () => {
    cluster("paused");
    const { warnings, onWarning } = warned();
    const connected = ["process 7 of etl"];
    const shared = company({ onWarning, readOthers: async () => others(...connected) });
    await withAwakeCluster("c1", waiting(), shared, async () => undefined);
    expect(aws.calls).not.toContain("redshift.PauseCluster");
    expect(warnings).toEqual([expect.stringContaining("1 other session (process 7 of etl)")]);
    // The second one has resumed nothing, and is the last.
    connected.pop();
    await withAwakeCluster(
      "c1",
      waiting(),
      { ...shared, onWarning: expect.unreachable },
      async () => undefined,
    );
    expect(aws.clusters.get("c1")?.status).toBe("pausing");
    expect(await shared.due.isSet()).toBe(false);
  });

  it("asks a second time before it takes a session that has just ended for company", async () => {
    cluster("paused");
    const seen = [others("process 7 of etl")];
    const shared = company({ readOthers: async () => seen.shift() ?? others() });
    await withAwakeCluster("c1", waiting(), shared, async () => undefined);
    expect(aws.clusters.get("c1")?.status).toBe("pausing");
  });

  it("leaves the cluster awake, and the pausing to the next run, when it cannot ask who is connected", async () => {
    cluster("paused");
    const { warnings, onWarning } = warned();
    const shared = company({ onWarning, readOthers: () => Promise.reject(new Error("no answer in time")) });
    await withAwakeCluster("c1", waiting(), shared, async () => undefined);
    expect(aws.calls).not.toContain("redshift.PauseCluster");
    expect(warnings).toEqual([expect.stringContaining("no answer in time")]);
    expect(await shared.due.isSet()).toBe(true);
  });

  it("leaves the cluster awake, and the pausing to a later run, when there may be others whom it cannot see", async () => {
    cluster("paused");
    const { warnings, onWarning } = warned();
    const unseen = "whether other users are connected is hidden from etl";
    const shared = company({ onWarning, readOthers: async () => ({ seen: [], unseen }) });
    await withAwakeCluster("c1", waiting(), shared, async () => undefined);
    expect(aws.calls).not.toContain("redshift.PauseCluster");
    expect(warnings).toEqual([expect.stringContaining(`\`dwh cluster pause\` pauses it: ${unseen}`)]);
    expect(await shared.due.isSet()).toBe(true);
  });

  it("resumes a cluster again that somebody pauses while this one waits for it", async () => {
    cluster("resuming", ["resuming", "pausing", "paused", "resuming"]);
    const shared = company();
    const working = withAwakeCluster("c1", waiting(), shared, async () => aws.clusters.get("c1")?.status);
    expect(await working).toBe("available");
    expect(aws.calls).toContain("redshift.ResumeCluster");
    // It has resumed it now, and so pauses it.
    expect(aws.clusters.get("c1")?.status).toBe("pausing");
  });

  it("pauses what a run that was killed had resumed", async () => {
    cluster("available");
    const shared = company();
    await shared.due.set();
    await withAwakeCluster("c1", waiting(), shared, async () => undefined);
    expect(aws.clusters.get("c1")?.status).toBe("pausing");
  });

  it("keeps a cluster awake while somebody works, and pauses it again also when the work fails", async () => {
    cluster("paused");
    const work = withAwakeCluster("c1", waiting(), company(), async () => {
      expect(aws.clusters.get("c1")?.status).toBe("available");
      throw new Error("the work failed");
    });
    await expect(work).rejects.toThrow("the work failed");
    expect(aws.clusters.get("c1")?.status).toBe("pausing");
  });

  it("leaves a cluster awake that was awake before", async () => {
    cluster("available");
    expect(await withAwakeCluster("c1", waiting(), company(), async () => "done")).toBe("done");
    expect(aws.calls).not.toContain("redshift.PauseCluster");
  });

  it("warns when the cluster cannot be paused again, and keeps the result", async () => {
    cluster("paused");
    aws.inject({ action: "redshift.PauseCluster", times: 9, how: { status: 403, code: "AccessDenied" } });
    const { warnings, onWarning } = warned();
    expect(await withAwakeCluster("c1", waiting(), company({ onWarning }), async () => "done")).toBe("done");
    expect(warnings).toEqual([
      "the cluster c1 stays awake; `dwh cluster pause` pauses it: cannot pause the cluster: access denied",
    ]);
  });

  it("warns when the waiting for a cluster that it resumed is given up: it can only be paused once it is available", async () => {
    cluster("paused");
    const interruption = new AbortController();
    const wait = { ...waiting(), signal: interruption.signal };
    const onStatus = (status: string): void => {
      if (status === "resuming") interruption.abort(new Error("enough"));
    };
    const { warnings, onWarning } = warned();
    const work = withAwakeCluster("c1", { ...wait, onStatus }, company({ onWarning }), async () => "done");
    await expect(work).rejects.toThrow("enough");
    expect(warnings).toEqual([expect.stringContaining("the cluster c1 stays awake")]);
  });

  it("gives up when it takes too long, and when it can only get worse", async () => {
    cluster("resuming");
    expect(await failure(waitUntilAvailable("c1", waiting(65_000)))).toMatchObject({
      message: "the cluster is still resuming after 60 s",
      where: "c1",
    });
    cluster("hardware-failure");
    expect(await failure(waitUntilAvailable("c1", waiting()))).toMatchObject({
      message: "the cluster is hardware-failure",
    });
  });

  it("says so when somebody else is changing the cluster", async () => {
    cluster("available");
    const how = { status: 400, code: "InvalidClusterState", message: "There is an operation running" };
    aws.inject({ action: "redshift.PauseCluster", times: 1, how });
    const error = await failure(pauseCluster("c1", waiting()));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("There is an operation running");
  });
});
