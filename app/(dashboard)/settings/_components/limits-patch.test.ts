import { expect, test } from "vitest";
import { UpdateSettingsInput } from "#lib/settings/schemas";
import { toLimitsPatch } from "./limits-patch.pure";

const limits = {
  backupsAtOnceMax: null,
  backupsAtOncePerAccountMax: 3,
  backupTimeoutHours: 24,
  pollSeconds: 15,
  discoveryHours: 6,
  apiSharePercent: 50,
  auditArchiveDays: 400,
};

test("a form that nobody typed in sends its own fields alone, which are taken", () => {
  const page = { ...limits, callbackUrl: null, publicUrl: null };
  const patch = toLimitsPatch(page, {});
  expect(patch).toEqual(limits);
  expect(UpdateSettingsInput.parse(patch)).toEqual(limits);
});

test("what was typed is sent and nothing else; what is no number is none", () => {
  const typed = {
    backupsAtOnceMax: " ",
    auditArchiveDays: " 90 ",
    pollSeconds: "",
    discoveryHours: "6h",
  };
  expect(toLimitsPatch(limits, typed)).toEqual({
    backupsAtOnceMax: null,
    auditArchiveDays: 90,
    pollSeconds: Number.NaN,
    discoveryHours: Number.NaN,
  });
});
