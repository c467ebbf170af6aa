import type { InstanceDto } from "#lib/instances/dto";

type NotShown =
  | "accountRef"
  | "partition"
  | "paused"
  | "lastEndedBackupId"
  | "lastEndedStatus"
  | "lastEndedAt"
  | "seenAt"
  | "createdAt"
  | "updatedAt"
  | "removedAt";

export type TableInstance = Omit<InstanceDto, NotShown>;

/** No more of an instance than the table's columns show goes to the browser, fifty times a page. */
export function toTableRow(instance: InstanceDto): TableInstance {
  const { accountRef: _1, partition: _2, paused: _3, seenAt: _4, ...rest } = instance;
  const { createdAt: _5, updatedAt: _6, removedAt: _7, ...shown } = rest;
  const { lastEndedBackupId: _8, lastEndedStatus: _9, lastEndedAt: _10, ...row } = shown;
  return row;
}
