import type { NewMember } from "./raise-alert";

/** What is not as it was written; lib/audit/problem.pure.ts says what the kinds are. */
export interface AuditProblem {
  kind: string;
  firstSeq: number | null;
  lastSeq: number | null;
  at: number | null;
  action: string | null;
  words: string;
}

export const AUDIT_PROBLEM = "audit_problem";

/**
 * Each problem as a member of the alert, under the name it has there already: the ends of some move
 * with every entry that is written, and they are no other trouble for that. One that reaches further
 * back or loses more than was known is new.
 */
export function toAuditMembers(
  problems: readonly AuditProblem[],
  knownIds: readonly string[],
): NewMember[] {
  const known = knownIds.map(readId);
  const byId = new Map<string, NewMember>();
  for (const problem of problems) {
    const named = known.find((one) => isSame(one, problem));
    const entityId = named?.id ?? idOf(problem);
    const { words: message } = problem;
    byId.set(entityId, { entityType: AUDIT_PROBLEM, entityId, accountRef: null, message });
  }
  return [...byId.values()];
}

/** Those of the known that are over. A cut that went further, or was written over, is not. */
export function listMended(knownIds: readonly string[], members: readonly NewMember[]): string[] {
  const found = new Set(members.map(({ entityId }) => entityId));
  const isAnyLost = [...found].some(isLost);
  return knownIds.filter((id) => !found.has(id) && !(isAnyLost && isLost(id)));
}

function isLost(id: string): boolean {
  const { kind } = readId(id);
  return kind === "cut" || kind === "rewritten";
}

function isSame(known: KnownProblem, problem: AuditProblem): boolean {
  const { kind, firstSeq, lastSeq } = problem;
  if (known.kind !== kind) return false;
  if (firstSeq === null || known.firstSeq === null) return known.id === idOf(problem);
  if (kind === "cut") return known.firstSeq <= firstSeq && (known.lastSeq ?? 0) >= (lastSeq ?? 0);
  if (kind === "rewritten") return known.firstSeq <= firstSeq;
  // A key that is another goes on to be used by whoever opened it before.
  if (kind === "key") return known.firstSeq === firstSeq;
  return known.id === idOf(problem);
}

interface KnownProblem {
  id: string;
  kind: string;
  firstSeq: number | null;
  lastSeq: number | null;
}

function idOf({ kind, firstSeq, lastSeq, at, action, words }: AuditProblem): string {
  if (firstSeq !== null) return `${kind}/${firstSeq}/${lastSeq ?? firstSeq}`;
  return at === null ? `${kind}/-/${words}` : `${kind}/-/${action ?? ""} ${at}`;
}

function readId(id: string): KnownProblem {
  const [kind = "", first = "-", last = "-"] = id.split("/");
  const isNumbered = first !== "-";
  const firstSeq = isNumbered ? Number(first) : null;
  return { id, kind, firstSeq, lastSeq: isNumbered ? Number(last) : null };
}
