import { HOUR } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { readSetting } from "../settings/settings.repo";
import { API_TOKEN_MS } from "./session-limits";
import { familyOf, insertSession, type SessionRow } from "./sessions.repo";

export type SessionKind = SessionRow["kind"];

export interface CreateSessionInput {
  userId: string;
  kind: SessionKind;
  userAgent: string;
  /** The session that this one takes the place of: its family, its beginning and its end stay. */
  replaces?: SessionRow;
}

/** A row in the same transaction as what earned it, proven now; the caller audits. */
export async function createSession(
  tx: Tx,
  ctx: Context,
  input: CreateSessionInput,
): Promise<SessionRow> {
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const { userId, kind, userAgent, replaces } = input;
  const id = newId("ses", now, random);
  const row: SessionRow = {
    id,
    familyId: replaces ? familyOf(replaces) : id,
    userId,
    kind,
    userAgent: userAgent.slice(0, 300),
    address: ctx.address ?? "",
    createdAt: replaces?.createdAt ?? now,
    lastSeenAt: now,
    expiresAt: replaces?.expiresAt ?? now + (await lifeMs(tx, kind)),
    provenAt: now,
    endedAt: null,
    endedReason: null,
  };
  await insertSession(tx, row);
  return row;
}

async function lifeMs(tx: Tx, kind: SessionKind): Promise<number> {
  if (kind === "api") return API_TOKEN_MS;
  return (await readSetting(tx, "security.sessionAbsoluteHours")) * HOUR;
}
