/** The last entry as it was at an instant, written where the database does not reach. */
export interface AuditHead {
  installation: string;
  seq: number;
  mac: string;
  keyId: string;
  /** Epoch milliseconds, when it was looked at. */
  at: number;
}

/** The member of a log line that holds a head, and all of a line in the heads' own files. */
export const HEAD_MEMBER = "auditHead";

const HEAD = /"auditHead":(\{[^{}]*\})/g;

/** Every head in a text, whatever stands around it: lines of a log, of a container's output. */
export function readHeads(text: string): AuditHead[] {
  return [...text.matchAll(HEAD)].flatMap(([, json]) => toHead(json ?? "") ?? []);
}

function toHead(json: string): AuditHead | null {
  try {
    const { installation, seq, mac, keyId, at }: Record<string, unknown> = JSON.parse(json);
    if (typeof installation !== "string" || typeof mac !== "string") return null;
    if (typeof seq !== "number" || typeof at !== "number" || typeof keyId !== "string") return null;
    return { installation, seq, mac, keyId, at };
  } catch {
    return null;
  }
}
