import type { Context } from "../context";
import type { UserRow } from "./sessions.repo";

/**
 * The device this request comes from, if this user signed in fully with it since the password was
 * last chosen and the second factor confirmed; null is a stranger. Whoever knew an earlier password, or
 * the password alone, may have collected any number of devices: they are worth nothing any more.
 */
export function knownDeviceId(
  ctx: Context,
  user: Pick<UserRow, "id" | "passwordChangedAt" | "totpConfirmedAt">,
): string | null {
  const { device } = ctx;
  if (!device || device.userId !== user.id) return null;
  const since = Math.max(user.passwordChangedAt ?? 0, user.totpConfirmedAt ?? 0);
  return device.signedInAt >= since ? device.deviceId : null;
}
