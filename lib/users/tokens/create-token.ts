import { recordAudit } from "../../audit/record-audit";
import { hashPersonalToken, newPersonalToken } from "../../auth/personal-token";
import type { TokenRow } from "../../auth/personal-tokens.repo";
import type { Permission } from "../../auth/permissions";
import { requirePermission } from "../../auth/require-permission";
import { requireOwnUser } from "../../auth/second-factor/require-own-user";
import { DAY, toIso } from "../../clock";
import type { Context, UserActor } from "../../context";
import type { Tx } from "../../db/tx";
import {
  ForbiddenError,
  LimitExceededError,
  UnauthorizedError,
  ValidationError,
} from "../../errors";
import { emitEvent } from "../../events/emit-event";
import { newId } from "../../ids";
import type { NewTokenDto } from "./dto";
import { CreateTokenInput } from "./schemas";
import { grantableScopes } from "./scopes";
import { toTokenDto } from "./to-token-dto";
import { insertToken, selectLiveTokens } from "./user-tokens.repo";

const TOKENS_MAX = 50;

/** A personal token of the caller's, in the one answer that ever holds it. */
export async function createToken(ctx: Context, input: CreateTokenInput): Promise<NewTokenDto> {
  requirePermission(ctx, "account.secure");
  if (ctx.actor.type !== "user") throw new UnauthorizedError();
  // It would sleep until the second factor is confirmed, and then open everything without it.
  if (ctx.actor.mustSetUpSecondFactor) throw secondFactorFirst();
  const { userId } = ctx.actor;
  const parsed = CreateTokenInput.parse(input);
  const scopes = requireGrantable(ctx.actor, parsed.scopes);
  const token = newPersonalToken(ctx.runtime.random);
  const row = toRow(ctx, { ...parsed, userId, scopes, token });
  await ctx.runtime.db.write(async (tx) => {
    await requireOwnUser(ctx, tx);
    await requireRoom(tx, { userId, now: row.createdAt });
    await insertToken(tx, row);
    const { name, expiresAt } = row;
    await recordAudit(tx, ctx, {
      action: "token.create",
      targetType: "token",
      targetId: row.id,
      after: { name, scopes, expiresAt: toIso(expiresAt) },
    });
    await emitEvent(ctx.runtime, tx, { type: "user.changed", entityId: userId, accountRef: null });
  });
  return { ...toTokenDto(row), token };
}

function secondFactorFirst(): ForbiddenError {
  return new ForbiddenError("Set up your second factor first.", {
    reason: "second_factor_required",
    suggestion: "Your role asks for one: the account page sets it up.",
  });
}

/** Never wider than the role, and nothing that asks for a proof. */
function requireGrantable({ role }: UserActor, wanted: readonly string[]): Permission[] {
  const grantable = grantableScopes(role);
  const scopes = grantable.filter((permission) => wanted.includes(permission));
  const refused = wanted.filter((name) => !scopes.some((permission) => permission === name));
  if (refused.length === 0) return scopes;
  throw new ValidationError("The token cannot be made.", {
    fields: { scopes: [`Your role cannot give a token this: ${refused.join(", ")}.`] },
  });
}

function toRow(
  { runtime }: Context,
  of: {
    userId: string;
    name: string;
    scopes: readonly Permission[];
    expiresInDays: number;
    token: string;
  },
): TokenRow {
  const now = runtime.clock.now();
  const { userId, name, scopes, expiresInDays, token } = of;
  return {
    id: newId("tok", now, runtime.random),
    userId,
    name,
    tokenHash: hashPersonalToken(token),
    last4: token.slice(-4),
    scopes,
    createdAt: now,
    expiresAt: now + expiresInDays * DAY,
    lastUsedAt: null,
    lastUsedAddress: null,
    revokedAt: null,
    revokedReason: null,
  };
}

async function requireRoom(tx: Tx, of: { userId: string; now: number }): Promise<void> {
  const live = await selectLiveTokens(tx, of);
  if (live.length < TOKENS_MAX) return;
  throw new LimitExceededError(`Nobody has more than ${TOKENS_MAX} tokens.`, {
    suggestion: "Revoke one that nothing uses any more.",
  });
}
