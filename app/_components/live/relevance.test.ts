import { expect, test } from "vitest";
import { mayConcern } from "./relevance.pure";

test("pages that show nothing of backups do not follow each of their steps", () => {
  for (const path of ["/settings", "/settings/channels", "/credentials/crd_1", "/account"]) {
    expect(mayConcern(path, "backup.changed"), path).toBe(false);
    expect(mayConcern(path, "settings.changed"), path).toBe(true);
    expect(mayConcern(path, "reset"), path).toBe(true);
  }
});

test("all others do, also those whose address only begins alike", () => {
  for (const path of ["/", "/backups", "/instances/ins_1", "/settings-of-old"]) {
    expect(mayConcern(path, "backup.changed"), path).toBe(true);
  }
});

test("each step of AWS's set-up concerns the pages that show it, and no other", () => {
  for (const path of ["/instances/ins_1", "/schedules", "/schedules/aws/evp_1"]) {
    expect(mayConcern(path, "eventbridge.changed"), path).toBe(true);
  }
  for (const path of ["/", "/backups", "/settings"]) {
    expect(mayConcern(path, "eventbridge.changed"), path).toBe(false);
  }
});
