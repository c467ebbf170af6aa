import { readFilters, type FilterFields } from "../core/filters";
import { visibleTags, type Volume } from "../core/model";
import { authorize, endDryRun, type Call, type Operation } from "../core/operation";
import { readPaging } from "../core/paging";
import { select } from "../core/select";
import type { WireObject } from "../wire/xml";
import { describeBucket } from "./describe-instances";
import { iso } from "./format";
import { checkIds, notFound } from "./identifiers";
import { toTagSet } from "./tags";

const FIELDS: FilterFields<Volume> = {
  "attachment.attach-time": ({ attachment }) => [attachment && iso(attachment.at)],
  "attachment.delete-on-termination": ({ attachment }) => [
    attachment && String(attachment.deleteOnTermination),
  ],
  "attachment.device": ({ attachment }) => [attachment?.deviceName],
  "attachment.instance-id": ({ attachment }) => [attachment?.instanceId],
  "attachment.status": ({ attachment }) => [attachment && "attached"],
  "availability-zone": (volume) => [volume.availabilityZone],
  "create-time": (volume) => [iso(volume.createdAt)],
  encrypted: (volume) => [String(volume.encrypted)],
  "multi-attach-enabled": () => ["false"],
  size: (volume) => [String(volume.sizeGib)],
  "snapshot-id": (volume) => [volume.snapshotId],
  status: (volume) => [volume.attachment === undefined ? "available" : "in-use"],
  "volume-id": (volume) => [volume.id],
  "volume-type": (volume) => [volume.type],
};

export const describeVolumes: Operation = {
  params: ["VolumeId", "IncludeManagedResources", "Filter", "NextToken", "MaxResults"],
  bucket: describeBucket("VolumeId"),
  run: (call) => {
    const { here, now, params, accountId, region } = call;
    const ids = params.list("VolumeId");
    checkIds({ kind: "volume", ids });
    const filters = readFilters({ params, fields: FIELDS });
    const paging = readPaging({
      params,
      scope: `${accountId}/${region}/volumes`,
      min: 5,
      max: 1000,
      excludes: { given: ids.length > 0, calledOnWire: "volumeSet" },
    });
    authorize(call, "*");
    const only = ids.length === 0 ? undefined : resolve({ call, ids });
    endDryRun(call);
    const { page, more } = select({
      store: here.volumes,
      filters,
      now,
      isVisible: () => true,
      afterSeq: paging.afterSeq,
      limit: paging.limit,
      only,
    });
    const last = page.at(-1);
    return {
      volumeSet: page.map((volume) => toItem({ volume, now })),
      nextToken: more && last !== undefined ? paging.tokenAfter(last.seq) : undefined,
    };
  },
};

function resolve({ call, ids }: { call: Call; ids: string[] }): Volume[] {
  const unique = [...new Set(ids)];
  const missing = unique.filter((id) => call.here.volumes.get(id) === undefined);
  if (missing.length > 0) throw notFound({ kind: "volume", ids: missing });
  return unique.flatMap((id) => call.here.volumes.get(id) ?? []);
}

function toItem({ volume, now }: { volume: Volume; now: number }): WireObject {
  const { attachment } = volume;
  const tags = visibleTags({ resource: volume, now });
  return {
    volumeId: volume.id,
    size: volume.sizeGib,
    snapshotId: volume.snapshotId ?? "",
    availabilityZone: volume.availabilityZone,
    status: attachment === undefined ? "available" : "in-use",
    createTime: iso(volume.createdAt),
    attachmentSet:
      attachment === undefined
        ? []
        : [
            {
              volumeId: volume.id,
              instanceId: attachment.instanceId,
              device: attachment.deviceName,
              status: "attached",
              attachTime: iso(attachment.at),
              deleteOnTermination: attachment.deleteOnTermination,
            },
          ],
    volumeType: volume.type,
    iops: volume.iops,
    throughput: volume.throughput,
    encrypted: volume.encrypted,
    kmsKeyId: volume.kmsKeyId,
    multiAttachEnabled: false,
    tagSet: tags.size === 0 ? undefined : toTagSet(tags),
  };
}
