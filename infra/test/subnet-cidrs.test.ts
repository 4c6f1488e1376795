import { expect, it } from "vitest";
import { subnetCidrs } from "../src/subnet-cidrs.ts";

it("cuts a range into sixteenths that lie side by side", () => {
  expect(subnetCidrs("10.40.0.0/16", 4)).toEqual([
    "10.40.0.0/20",
    "10.40.16.0/20",
    "10.40.32.0/20",
    "10.40.48.0/20",
  ]);
  expect(subnetCidrs("172.16.240.0/20", 2)).toEqual(["172.16.240.0/24", "172.16.241.0/24"]);
});
