import { requirePermission } from "../auth/require-permission";
import { DAY } from "../clock";
import type { Context } from "../context";
import { monthlyUsdAtMost } from "../costs/cost.pure";
import { readSnapshotPrice } from "../costs/read-snapshot-price";
import type { StorageDto } from "./dto";
import { GetStorageInput } from "./schemas";
import { sumStored, sumStoredDays } from "./storage.repo";
import { dayOf, fillDays } from "./stored-days.pure";

/** What is stored, and was on each day, from roll-ups alone. */
export async function getStorage(ctx: Context, input: GetStorageInput = {}): Promise<StorageDto> {
  requirePermission(ctx, "backups.read");
  const { days: count } = GetStorageInput.parse(input);
  const { db, clock } = ctx.runtime;
  const now = clock.now();
  const today = dayOf(now);
  const accounts = await sumStored(db.read, ctx.accounts);
  const images = accounts.reduce((sum, account) => sum + account.images, 0);
  const bytes = accounts.reduce((sum, account) => sum + account.bytes, 0);
  const before = Array.from({ length: count - 1 }, (_, n) => dayOf(now - (count - 1 - n) * DAY));
  const counted = await sumStoredDays(db.read, {
    accounts: ctx.accounts,
    fromDay: before[0] ?? today,
    untilDay: today,
  });
  const usdPerGiBMonth = await readSnapshotPrice(db.read);
  return {
    now: { images, bytes, monthlyUsdAtMost: monthlyUsdAtMost(bytes, usdPerGiBMonth) },
    usdPerGiBMonth,
    days: [...fillDays(counted, before), { day: today, images, bytes }],
  };
}
