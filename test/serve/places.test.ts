import { describe, expect, it } from "vitest";
import { Places } from "../../src/serve/places.ts";
import { WrongPasswords } from "../../src/serve/wrong-passwords.ts";
import { thrownBy } from "../dialect/statement.ts";

describe("a server's places", () => {
  it("are refused with 53300 when all are taken, and given again when one is free", () => {
    const places = new Places({ sessions: 2, logins: 9 });
    const [leave] = [places.enter(), places.enter()];
    expect(thrownBy(() => places.enter())).toMatchObject({ sqlState: "53300" });
    leave();
    leave();
    places.enter();
    expect(thrownBy(() => places.enter())).toMatchObject({ sqlState: "53300" });
  });

  it("for logging in go to who comes: who has waited for longest is sent away", () => {
    const places = new Places({ sessions: 1, logins: 2 });
    const away: string[] = [];
    const [done] = ["a", "b"].map((name) => places.arrive(() => away.push(name)));
    places.arrive(() => away.push("c"));
    expect(away).toEqual(["a"]);
    done?.();
    places.arrive(() => away.push("d"));
    expect(away).toEqual(["a", "b"]);
  });
});

describe("wrong passwords", () => {
  it("are answered later and later, to a limit, until a right one comes", () => {
    const wrong = new WrongPasswords();
    const waits = Array.from({ length: 11 }, () => wrong.add("dwh"));
    expect(waits).toEqual([0, 0, 0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
    expect(wrong.add("other")).toBe(0);
    wrong.forget("dwh");
    expect(wrong.add("dwh")).toBe(0);
  });
});
