import { expect, it } from "vitest";
import type { PermissionState } from "../db/schema/constants";
import { doctorKms, doctorSchedule } from "./doctor-matrix.pure";
import type { CheckedRegionDto, CredentialDetailDto, PermissionDto } from "./dto";

const of = (action: string, state: PermissionState): PermissionDto => {
  return { action, why: "", state, note: null, statement: null };
};

function credential(regions: CheckedRegionDto[]): Pick<CredentialDetailDto, "permissions"> {
  const [first] = regions;
  if (!first) return { permissions: null };
  return { permissions: { ...first, checkedAt: "2026-11-27T12:00:00.000Z", regions } };
}

const region = (name: string, ...states: PermissionState[]): CheckedRegionDto => ({
  region: name,
  items: [of("ec2:CreateImage", "allowed"), of("kms:CreateGrant", "unknown")],
  schedule: { inUse: true, items: states.map((state) => of("iam:CreateRole", state)) },
});

it.each<[string, PermissionState[][], PermissionState, string[]]>([
  ["all is allowed", [["allowed", "allowed"]], "allowed", []],
  ["nothing is known", [["unknown", "unknown"]], "unknown", []],
  ["something is not known", [["allowed", "unknown"]], "unknown", []],
  ["something is denied", [["allowed", "unknown", "missing"]], "missing", []],
  ["it is denied in one region", [["unknown"], ["missing"]], "missing", ["b"]],
  ["it is not known in one region", [["allowed"], ["unknown"]], "unknown", ["b"]],
])("EventBridge, where %s", (_what, places, state, regions) => {
  const named = places.map((states, index) => region(index === 0 ? "a" : "b", ...states));
  expect(doctorSchedule(credential(named))).toEqual({ action: "EventBridge", state, regions });
});

it("what EventBridge needs is of no concern where nothing uses it", () => {
  const unused = { ...region("a", "missing"), schedule: null };
  expect(doctorSchedule(credential([unused]))).toBeNull();
});

it("keys of volumes are not known, and never pass for allowed", () => {
  expect(doctorKms(credential([region("a", "allowed")]))).toMatchObject({ state: "unknown" });
  expect(doctorKms(credential([]))).toMatchObject({ state: null });
});
