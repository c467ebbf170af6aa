import { toIso, toIsoOrNull } from "../clock";
import type { FindingDto } from "./dto";
import { actionsOf } from "./finding.pure";
import type { ListedFinding } from "./findings-list.repo";

export function toFindingDto({ finding, accountId }: ListedFinding): FindingDto {
  const { ignoredAt, ignoredBy, resolvedAt, resolution } = finding;
  const isOpen = resolvedAt === null;
  const own = isOpen ? actionsOf(finding) : [];
  return {
    id: finding.id,
    kind: finding.kind,
    code: finding.code,
    accountRef: finding.accountRef,
    accountId,
    region: finding.region,
    resourceId: finding.resourceId,
    backupId: finding.backupId,
    instanceId: finding.instanceId,
    owner: finding.owner,
    message: finding.message,
    repair: finding.repair,
    actions: isOpen ? [...own, ignoredAt === null ? "ignore" : "unignore"] : [],
    snapshotIds: finding.snapshotIds,
    sizeBytes: finding.sizeBytes,
    resourceCreatedAt: toIsoOrNull(finding.resourceCreatedAt),
    firstSeenAt: toIso(finding.firstSeenAt),
    lastSeenAt: toIso(finding.lastSeenAt),
    planId: finding.planId,
    ignored: ignoredAt === null ? null : { at: toIso(ignoredAt), by: ignoredBy },
    resolved: resolvedAt === null ? null : { at: toIso(resolvedAt), how: resolution },
  };
}
