import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { NotFoundError } from "../errors";
import { findAlert, type AlertRow } from "./alert.repo";

/** What concerns the whole installation everyone may see; the rest by account. */
export async function getAlertRow(q: Queryable, ctx: Context, alertId: string): Promise<AlertRow> {
  const alert = await findAlert(q, alertId);
  if (!alert || !isVisible(ctx, alert)) throw new NotFoundError("The alert");
  return alert;
}

function isVisible({ accounts }: Context, { accountRef }: AlertRow): boolean {
  return accountRef === null || accounts === "all" || accounts.includes(accountRef);
}
