import { expect, test } from "vitest";
import { syncFolder } from "./sync-folder";

// Linux lets no folder of /proc be synced.
test.runIf(process.platform === "linux")("a file system that syncs no folders is no error", () => {
  expect(() => syncFolder("/proc")).not.toThrow();
});

test("a folder that is not there is one", () => {
  expect(() => syncFolder("/nowhere/at/all")).toThrow("ENOENT");
});
