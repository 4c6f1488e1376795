import { describe, expect, it } from "vitest";
import { nearKey } from "../../src/run/near-key.ts";

describe("the key that may have been meant", () => {
  it("is one of the same letters, at the root of the rows or one level below, and else a near one", () => {
    const rows = [{ user: { user_id: "1" }, usrid: 1 }];
    expect(nearKey(["userid"], rows, ["user", "usrid"])).toBe("user.user_id");
    expect(nearKey(["userid"], rows, ["usrid"])).toBe("usrid");
    expect(nearKey(["userid"], [{ "User-Id": 1 }], ["User-Id"])).toBe("User-Id");
    expect(nearKey(["userid"], [{ who: { usrid: 1 } }], ["who"])).toBe("who.usrid");
    expect(nearKey(["userid"], [{ who: [1], when: null }], ["who", "when"])).toBeUndefined();
  });

  it("is looked for where a path breaks off", () => {
    const rows = [{ user: { uid: 1 } }, { user: "none" }];
    expect(nearKey(["user", "id"], rows, [])).toBe("user.uid");
    expect(nearKey(["User", "id"], rows, ["user"])).toBe("user");
    expect(nearKey(["user", "name", "first"], rows, [])).toBeUndefined();
    expect(nearKey([0], rows, ["user"])).toBeUndefined();
    expect(nearKey(["user", 0], rows, [])).toBeUndefined();
  });
});
