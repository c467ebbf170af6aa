import { expect, test } from "vitest";
import type { Context } from "../context";
import { knownDeviceId } from "./known-device";

/** knownDeviceId reads the device alone. */
function from(signedInAt: number): Context {
  return { device: { userId: "usr_1", deviceId: "dev_1", signedInAt } } as unknown as Context;
}

test.each([
  ["nothing changed", 0, "dev_1"],
  ["what signs in changed before", 4, "dev_1"],
  ["what signs in changed with it", 5, "dev_1"],
  ["what signs in changed after", 6, null],
])("a device that signed in at 5, and %s", (_what, devicesSince, known) => {
  expect(knownDeviceId(from(5), { id: "usr_1", devicesSince })).toBe(known);
  expect(knownDeviceId(from(5), { id: "usr_2", devicesSince })).toBeNull();
});
