import type { Context } from "../context";
import type { UserRow } from "./sessions.repo";

/**
 * The device this request comes from, if this user signed in fully with it since the password was
 * last chosen or reset, and the second factor confirmed, turned off or reset; null is a stranger. Whoever
 * had what counted until then may have collected any number of devices: they are worth nothing any more.
 */
export function knownDeviceId(
  ctx: Context,
  user: Pick<UserRow, "id" | "devicesSince">,
): string | null {
  const { device } = ctx;
  if (!device || device.userId !== user.id) return null;
  return device.signedInAt >= user.devicesSince ? device.deviceId : null;
}
