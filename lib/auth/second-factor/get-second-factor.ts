import { toIso, toIsoOrNull } from "../../clock";
import type { Context } from "../../context";
import { requirePermission } from "../require-permission";
import { readSessionPolicy } from "../session-policy";
import type { SecondFactorDto } from "./dto";
import { requireOwnUser } from "./require-own-user";
import { countRecoveryCodes, selectEnrolment } from "./second-factor.repo";

/** Whether there is one and how many recovery codes are left; never a secret. */
export async function getSecondFactor(ctx: Context): Promise<SecondFactorDto> {
  requirePermission(ctx, "account.self");
  const { db, clock } = ctx.runtime;
  const { user } = await requireOwnUser(ctx, db.read);
  const enrolment = await selectEnrolment(db.read, user.id);
  const { secondFactorRoles } = await readSessionPolicy(ctx.runtime);
  const isOpen = enrolment !== null && clock.now() < enrolment.expiresAt;
  return {
    on: user.totpConfirmedAt !== null,
    since: toIsoOrNull(user.totpConfirmedAt),
    recoveryCodesLeft: await countRecoveryCodes(db.read, user.id),
    required: secondFactorRoles.includes(user.role),
    settingUpUntil: isOpen ? toIso(enrolment.expiresAt) : null,
  };
}
