import { readFilters, type FilterFields } from "../core/filters";
import { snapshotState, visibleTags, type Snapshot } from "../core/model";
import { authorize, endDryRun, type Call, type Operation } from "../core/operation";
import { readPaging } from "../core/paging";
import { select } from "../core/select";
import type { WireObject } from "../wire/xml";
import { describeBucket } from "./describe-instances";
import { iso } from "./format";
import { checkIds, notFound } from "./identifiers";
import { toTagSet } from "./tags";

const fields = (accountId: string): FilterFields<Snapshot> => ({
  description: (snapshot) => [snapshot.description],
  encrypted: (snapshot) => [String(snapshot.encrypted)],
  "owner-alias": () => [],
  "owner-id": () => [accountId],
  progress: (snapshot, now) => [`${snapshotState({ snapshot, now }).progress}%`],
  "snapshot-id": (snapshot) => [snapshot.id],
  "start-time": (snapshot) => [iso(snapshot.startedAt)],
  status: (snapshot, now) => [snapshotState({ snapshot, now }).state],
  "storage-tier": () => ["standard"],
  "volume-id": (snapshot) => [snapshot.volumeId],
  "volume-size": (snapshot) => [String(snapshot.sizeGib)],
});

export const describeSnapshots: Operation = {
  params: ["MaxResults", "NextToken", "Owner", "RestorableBy", "SnapshotId", "Filter"],
  bucket: describeBucket("SnapshotId"),
  run: (call) => {
    const { here, now, params, accountId, region } = call;
    const ids = params.list("SnapshotId");
    checkIds({ kind: "snapshot", ids });
    const filters = readFilters({ params, fields: fields(accountId) });
    const paging = readPaging({
      params,
      scope: `${accountId}/${region}/snapshots`,
      min: 5,
      max: 1000,
      excludes: { given: ids.length > 0, calledOnWire: "snapshotSet" },
    });
    authorize(call, "*");
    const only = ids.length === 0 ? undefined : resolve({ call, ids });
    const owners = params.list("Owner");
    const mine = owners.length === 0 || owners.some((o) => o === "self" || o === accountId);
    endDryRun(call);
    const { page, more } = select({
      store: here.snapshots,
      filters,
      now,
      isVisible: (snapshot) => mine && now >= snapshot.visibleAt,
      afterSeq: paging.afterSeq,
      limit: paging.limit,
      only,
      volumeIndex: "volume",
    });
    const last = page.at(-1);
    return {
      snapshotSet: page.map((snapshot) => toItem({ snapshot, now, accountId })),
      nextToken: more && last !== undefined ? paging.tokenAfter(last.seq) : undefined,
    };
  },
};

/** One id that is not known, or not visible yet, fails the whole call. */
function resolve({ call, ids }: { call: Call; ids: string[] }): Snapshot[] {
  const { here, now } = call;
  return [...new Set(ids)].map((id) => {
    const snapshot = here.snapshots.get(id);
    if (snapshot === undefined || now < snapshot.visibleAt)
      throw notFound({ kind: "snapshot", ids: [id] });
    return snapshot;
  });
}

function toItem(of: { snapshot: Snapshot; now: number; accountId: string }): WireObject {
  const { snapshot, now, accountId } = of;
  const { state, progress } = snapshotState({ snapshot, now });
  const tags = visibleTags({ resource: snapshot, now });
  return {
    snapshotId: snapshot.id,
    volumeId: snapshot.volumeId,
    status: state,
    statusMessage: state === "error" ? snapshot.failure?.message : undefined,
    startTime: iso(snapshot.startedAt),
    progress: `${progress}%`,
    ownerId: accountId,
    volumeSize: snapshot.sizeGib,
    description: snapshot.description,
    encrypted: snapshot.encrypted,
    kmsKeyId: snapshot.kmsKeyId,
    storageTier: "standard",
    completionTime: state === "completed" ? iso(snapshot.readyAt) : undefined,
    fullSnapshotSizeInBytes: state === "completed" ? snapshot.fullSizeBytes : undefined,
    tagSet: tags.size === 0 ? undefined : toTagSet(tags),
  };
}
