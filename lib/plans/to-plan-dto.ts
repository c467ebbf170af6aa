import { toIso, toIsoOrNull } from "../clock";
import { describeEvidence } from "../removal/evidence-words.pure";
import type { PlanDto, PlanItemDto } from "./dto";
import { mayOverrule, OWN_EVIDENCE } from "./judge-item.pure";
import type { PlanRow } from "./plan-row";
import { PLAN_LIFE_MS } from "./plan-life.pure";
import type { ShownItem } from "./shown-items.repo";

/** For who sees all of it. */
export function toPlanDto(plan: PlanRow): PlanDto {
  const waits = plan.status === "waiting" && plan.readyAt !== null;
  return {
    id: plan.id,
    kind: plan.kind,
    status: plan.status,
    title: plan.title,
    automatic: plan.automatic,
    breakerReason: plan.breakerReason,
    statusReason: plan.statusReason,
    itemCount: plan.itemCount,
    sizeBytes: plan.sizeBytes,
    seenWhole: true,
    requestedBy: plan.requestedBy,
    continuedBy: plan.continuedBy,
    appliedBy: plan.appliedBy,
    createdAt: toIso(plan.createdAt),
    readyAt: toIsoOrNull(plan.readyAt),
    expiresAt: waits ? toIso((plan.readyAt ?? 0) + PLAN_LIFE_MS) : null,
    appliedAt: toIsoOrNull(plan.appliedAt),
    endedAt: toIsoOrNull(plan.endedAt),
  };
}

export function toPlanItemDto({
  item,
  accountId,
  instance,
  imageCreatedAt,
  survivors,
}: ShownItem): PlanItemDto {
  return {
    id: item.id,
    status: item.status,
    mode: item.mode,
    region: item.region,
    accountId,
    backupId: item.backupId,
    instance,
    imageId: item.imageId,
    imageCreatedAt: toIsoOrNull(imageCreatedAt),
    snapshotIds: item.snapshotIds,
    rule: item.rule,
    survivors,
    evidence: item.evidence.map((evidence) => ({
      kind: evidence.kind,
      id: evidence.id,
      detail: evidence.detail ?? null,
      sentence: toSentence(evidence),
    })),
    checked: item.checked,
    evidenceAt: toIsoOrNull(item.evidenceAt),
    mayOverrule: item.status === "blocked" && mayOverrule(item.evidence),
    sizeBytes: item.sizeBytes,
    outcome: item.outcome,
    endedAt: toIsoOrNull(item.endedAt),
  };
}

const OWN_WORDS: Readonly<Record<(typeof OWN_EVIDENCE)[number], string>> = {
  hold: "A person holds it",
  keep: "It is tagged to be kept",
  foreign: "It is not ours",
  floor: "Too few would stay",
};

function toSentence(evidence: { kind: string; id: string; detail?: string }): string {
  const own = OWN_EVIDENCE.find((kind) => kind === evidence.kind);
  if (!own) return describeEvidence(evidence);
  return `${OWN_WORDS[own]}: ${evidence.id}. ${evidence.detail ?? ""}`.trim();
}
