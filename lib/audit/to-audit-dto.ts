import { toIso } from "../clock";
import type { AuditRow } from "./audit.repo";
import type { AuditEntryDto } from "./dto";

export function toAuditDto(row: AuditRow): AuditEntryDto {
  const { mac: _mac, keyId: _keyId, at, awsRequestIds, ...rest } = row;
  return { ...rest, at: toIso(at), awsRequestIds: awsRequestIds ?? [] };
}
