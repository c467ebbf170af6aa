import type { Context } from "../context";
import type { UserRow } from "./sessions.repo";

/**
 * The device this request comes from, if this user signed in fully with it since the password was
 * last chosen; null is a stranger. Whoever knew an earlier password may have collected any number of
 * devices: with it they are worth nothing any more.
 */
export function knownDeviceId(
  ctx: Context,
  user: Pick<UserRow, "id" | "passwordChangedAt">,
): string | null {
  const { device } = ctx;
  if (!device || device.userId !== user.id) return null;
  return device.signedInAt >= (user.passwordChangedAt ?? 0) ? device.deviceId : null;
}
