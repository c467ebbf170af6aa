import { describe, expect, it } from "vitest";
import { roleMay } from "#lib/auth/permissions";
import type { Permission } from "#lib/auth/permissions";
import { HEALTH_ACTIONS } from "#lib/instances/instance-health.pure";
import { toInstanceLink } from "./instance-link.pure";

const viewer = (permission: Permission) => roleMay("viewer", permission);
const operator = (permission: Permission) => roleMay("operator", permission);
const admin = (permission: Permission) => roleMay("admin", permission);
const needing = { id: "ins_1", credentialId: "cred_1", lastEndedBackupId: null };

describe("toInstanceLink", () => {
  it("promises nobody an act that their role may not do", () => {
    const words = HEALTH_ACTIONS.map((action) =>
      toInstanceLink({ ...needing, health: { action } }, viewer),
    ).map((link) => link.words);
    expect(words.filter((one) => /Choose|Remove/.test(one))).toEqual([]);
    const remove = { ...needing, health: { action: "remove_instance" as const } };
    expect(toInstanceLink(remove, operator).words).toBe("Show it");
    expect(toInstanceLink(remove, admin)).toEqual({ href: "/instances/ins_1", words: "Remove it" });
  });

  it("leads to what mends it", () => {
    const link = (action: (typeof HEALTH_ACTIONS)[number]) =>
      toInstanceLink({ ...needing, lastEndedBackupId: "bak_1", health: { action } }, admin).href;
    expect(link("fix_credential")).toBe("/credentials/cred_1");
    expect(link("backup_now")).toBe("/backups/bak_1");
    expect(link("choose_schedule")).toBe("/instances/ins_1");
  });
});
