import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { API_TOKEN_MS, SESSION_ABSOLUTE_MS } from "./session-limits";
import { insertSession, type SessionRow } from "./sessions.repo";

export type SessionKind = SessionRow["kind"];

export interface CreateSessionInput {
  userId: string;
  kind: SessionKind;
  userAgent: string;
}

/** A row in the same transaction as what earned it; the caller audits. */
export async function createSession(
  tx: Tx,
  ctx: Context,
  input: CreateSessionInput,
): Promise<SessionRow> {
  const now = ctx.runtime.clock.now();
  const row: SessionRow = {
    id: newId("ses", now, ctx.runtime.random),
    userId: input.userId,
    kind: input.kind,
    userAgent: input.userAgent.slice(0, 300),
    address: ctx.address ?? "",
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + (input.kind === "api" ? API_TOKEN_MS : SESSION_ABSOLUTE_MS),
    provenAt: now,
    endedAt: null,
    endedReason: null,
  };
  await insertSession(tx, row);
  return row;
}
