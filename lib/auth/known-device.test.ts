import { expect, test } from "vitest";
import type { Context } from "../context";
import { knownDeviceId } from "./known-device";

const NEVER = { passwordChangedAt: null, totpConfirmedAt: null };

/** knownDeviceId reads the device alone. */
function from(signedInAt: number): Context {
  return { device: { userId: "usr_1", deviceId: "dev_1", signedInAt } } as unknown as Context;
}

test.each([
  ["nothing changed", NEVER, "dev_1"],
  ["the password was chosen before", { ...NEVER, passwordChangedAt: 5 }, "dev_1"],
  ["the password was chosen after", { ...NEVER, passwordChangedAt: 6 }, null],
  ["the second factor was confirmed with it", { ...NEVER, totpConfirmedAt: 5 }, "dev_1"],
  ["the second factor was confirmed after", { ...NEVER, totpConfirmedAt: 6 }, null],
])("a device that signed in at 5, and %s", (_what, user, known) => {
  expect(knownDeviceId(from(5), { id: "usr_1", ...user })).toBe(known);
  expect(knownDeviceId(from(5), { id: "usr_2", ...user })).toBeNull();
});
