import type { OneOfEverything } from "#lib/testing/one-of-everything";

/** Which thing an id in a path names, by what stands before it. */
export const OF_AN_ACCOUNT: Readonly<Record<string, keyof OneOfEverything>> = {
  "/api/alerts": "alert",
  "/api/aws-credentials": "credential",
  "/api/backup": "backup",
  "/api/backups": "backup",
  "/api/discovery/rules": "rule",
  "/api/discovery/runs": "discoveryRun",
  "/api/eventbridge": "place",
  "/api/findings": "finding",
  "/api/instances": "instance",
  "/api/plans": "plan",
  "/api/retention/accounts": "accountRef",
};
/** Some are of an account, and the others of none. */
const ALSO_OF_AN_ACCOUNT: Readonly<Record<string, keyof OneOfEverything>> = {
  "/api/policies": "ownPolicy",
};
export const OWNED = { ...OF_AN_ACCOUNT, ...ALSO_OF_AN_ACCOUNT };

/** A body that is right, so that the answer is about the resource. */
export const BODIES: Readonly<Record<string, unknown>> = {
  "PATCH /api/alerts/{id}": { acknowledged: true },
  "PATCH /api/aws-credentials/{id}": { name: "other" },
  "PATCH /api/backup/{id}": { held: true },
  "PATCH /api/backups/{id}": { held: true },
  "POST /api/backups/{id}/removal": {
    mode: "image",
    credential: {
      kind: "access_key",
      accessKeyId: `AKIA${"X".repeat(16)}`,
      secretAccessKey: "x".repeat(40),
    },
  },
  "PATCH /api/discovery/rules/{id}": { name: "other" },
  "POST /api/eventbridge/{id}/leave": { objectId: "evo_foreign" },
  "PATCH /api/findings/{id}": { action: "repair_tags" },
  "PATCH /api/instances/{id}": { paused: true },
  "PUT /api/instances/{id}/retention": { keepDays: 1 },
  "PATCH /api/channels/{id}": { enabled: false },
  "PATCH /api/exclusion-windows/{id}": { name: "other" },
  "PATCH /api/policies/{id}": { name: "other" },
  "POST /api/policies/{id}/instances": { instanceIds: ["ins_foreign"] },
  "PATCH /api/schedules/{id}": { schedule: "0 5 * * *" },
  "PATCH /api/users/{id}": { role: "viewer" },
  "POST /api/plans/{id}/apply": { count: 1 },
  "POST /api/plans/{id}/leave-out": { ids: ["pli_foreign"] },
};

export const QUERIES: Readonly<Record<string, string>> = {
  "DELETE /api/backup/{id}": "?mode=record",
  "DELETE /api/backups/{id}": "?mode=record",
  "GET /api/instances/suggestions": "?text=thing",
  "GET /api/search": "?text=thing",
  "GET /api/policies/compare": "",
};

/** What acts on many, or on what its body names: with the account that is not theirs. */
export const ACTS: Readonly<Record<string, unknown>> = {
  "POST /api/alerts/bulk/acknowledge": { ids: ["alr_foreign"] },
  "POST /api/backups/holds": { ids: ["bak_foreign"], held: true },
  "POST /api/backups/tags": { ids: ["bak_foreign"], set: { key: "a", value: "b" } },
  "POST /api/discovery/ignore": { discoveredIds: ["dsc_foreign"], ignored: true },
  "POST /api/discovery/protect": { discoveredIds: ["dsc_foreign"] },
  "POST /api/discovery/rules": {
    name: "new",
    conditions: [{ key: "team", test: "exists", value: "" }],
    accountRefs: ["acc_foreign"],
    schedules: [],
  },
  "POST /api/discovery/rules/preview": {
    conditions: [{ key: "team", test: "exists", value: "" }],
    accountRefs: null,
  },
  "POST /api/discovery/runs": { accountRefs: ["acc_foreign"] },
  "POST /api/findings": { findingIds: ["fnd_foreign"], action: "repair_tags" },
  "POST /api/instances": {
    credentialId: "crd_foreign",
    region: "eu-central-1",
    instanceId: "i-0123456789abcdef0",
  },
  "POST /api/instances/check": {
    credentialId: "crd_foreign",
    region: "eu-central-1",
    instanceId: "i-0123456789abcdef0",
  },
  "POST /api/instances/bulk/backups": { ids: ["ins_foreign"] },
  "POST /api/instances/bulk/pause": { ids: ["ins_foreign"] },
  "POST /api/instances/bulk/policy": { ids: ["ins_foreign"], retentionPolicyId: null },
  "POST /api/instances/bulk/removal-plans": { ids: ["ins_foreign"] },
  "POST /api/instances/bulk/remove": { ids: ["ins_foreign"], backups: "keep" },
  "POST /api/instances/bulk/resume": { ids: ["ins_foreign"] },
  "POST /api/instances/bulk/scheduler": { ids: ["ins_foreign"], scheduler: "eventbridge" },
  "POST /api/instances/bulk/schedules": {
    ids: ["ins_foreign"],
    schedules: [{ schedule: "0 5 * * *" }],
  },
  "POST /api/instances/bulk/validate": { ids: ["ins_foreign"] },
  "POST /api/plans": { backupIds: ["bak_foreign"], mode: "image" },
  "POST /api/policies/compare": { rules: { keepDays: 1 }, policyId: "pol_foreign" },
  "POST /api/policies/preview": {
    rules: { keepDays: 1, keepCount: null, tiers: {}, floor: 1, zone: "UTC" },
    instanceIds: ["ins_foreign"],
  },
  "POST /api/reconcile": { accountRef: "acc_foreign" },
  "POST /api/users": { username: "new", role: "viewer", accountRefs: ["acc_foreign"] },
};
export const NAMES_NOTHING = [
  "POST /api/aws-credentials",
  "PUT /api/backup-settings",
  "PATCH /api/backup-settings",
  "PATCH /api/security-settings",
  "POST /api/channels",
  "POST /api/exclusion-windows",
  "POST /api/policies",
  "POST /api/schedules",
  "POST /api/schedules/preview",
  "POST /api/schedules/refresh",
];
