import { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import { userIdOf, type Context } from "../context";
import type { Queryable } from "../db/client";
import { ROLES } from "../db/schema/constants";
import { emitEvent } from "../events/emit-event";
import { SessionAbsoluteHours, SessionIdleMinutes } from "./limits";
import { SETTINGS, type SettingKey } from "./setting-keys";
import { readSetting, writeSetting } from "./settings.repo";

export const SecurityDto = z.object({
  /** Whoever has one of these roles needs a second factor. */
  secondFactorRoles: z.array(z.enum(ROLES)),
  /** Without a request for this long a session is over. */
  sessionIdleMinutes: z.number().int(),
  /** After this long everyone signs in again. */
  sessionAbsoluteHours: z.number().int(),
});
export type SecurityDto = z.infer<typeof SecurityDto>;

/** The body of PATCH /api/security-settings: what is left out stays. */
export const UpdateSecurityInput = z
  .strictObject({
    secondFactorRoles: z
      .array(z.enum(ROLES))
      .max(ROLES.length)
      .refine((roles) => new Set(roles).size === roles.length, "Name each role once.")
      .optional(),
    sessionIdleMinutes: SessionIdleMinutes.optional(),
    sessionAbsoluteHours: SessionAbsoluteHours.optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    error: "Say what to change: secondFactorRoles, sessionIdleMinutes or sessionAbsoluteHours.",
  });
export type UpdateSecurityInput = z.infer<typeof UpdateSecurityInput>;

const KEPT = {
  secondFactorRoles: "security.secondFactorRoles",
  sessionIdleMinutes: "security.sessionIdleMinutes",
  sessionAbsoluteHours: "security.sessionAbsoluteHours",
} as const satisfies Record<keyof SecurityDto, SettingKey>;

export async function getSecurity(ctx: Context): Promise<SecurityDto> {
  requirePermission(ctx, "settings.read");
  return readSecurity(ctx.runtime.db.read);
}

/** Acts within two seconds everywhere, on sessions that are open too. */
export async function updateSecurity(
  ctx: Context,
  input: UpdateSecurityInput,
): Promise<SecurityDto> {
  requirePermission(ctx, "security.write");
  requireEveryAccount(ctx, "Security settings are");
  const patch = UpdateSecurityInput.parse(input);
  const { db, clock } = ctx.runtime;
  return db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const before = await readSecurity(tx);
    const by = { updatedAt: clock.now(), updatedBy: userIdOf(ctx.actor) };
    for (const [field, key] of Object.entries(KEPT)) {
      const value: unknown = Reflect.get(patch, field);
      if (value === undefined) continue;
      await writeSetting(tx, { key, value: SETTINGS[key].schema.parse(value), ...by });
    }
    const after = await readSecurity(tx);
    if (JSON.stringify(before) === JSON.stringify(after)) return after;
    await recordAudit(tx, ctx, {
      action: "settings.update_security",
      targetType: "settings",
      targetId: null,
      before,
      after,
    });
    await emitEvent(ctx.runtime, tx, {
      type: "settings.changed",
      entityId: "settings",
      accountRef: null,
      data: {},
    });
    return after;
  });
}

async function readSecurity(q: Queryable): Promise<SecurityDto> {
  const roles = await readSetting(q, KEPT.secondFactorRoles);
  return {
    // In the order of the roles, so that the same choice is the same text.
    secondFactorRoles: ROLES.filter((role) => roles.includes(role)),
    sessionIdleMinutes: await readSetting(q, KEPT.sessionIdleMinutes),
    sessionAbsoluteHours: await readSetting(q, KEPT.sessionAbsoluteHours),
  };
}
