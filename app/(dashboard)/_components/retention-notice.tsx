import type { AlertDto } from "#lib/alerts/dto";
import type { Context } from "#lib/context";
import { listRetentionAccounts } from "#lib/retention/confirm-retention";
import { Link } from "../../_components/link";
import { Notice } from "../../_components/notice";

/** Nothing goes by itself in these accounts until a person says so, and no alert tells of it. */
export async function RetentionNotice(props: { ctx: Context; alerts: readonly AlertDto[] }) {
  const accounts = await listRetentionAccounts(props.ctx);
  const told = new Set(
    props.alerts.flatMap((alert) => (alert.kind === "reconcile.adopted" ? [alert.accountRef] : [])),
  );
  const waiting = accounts.filter((account) => {
    return account.confirmedAt === null && !told.has(account.accountRef);
  });
  if (waiting.length === 0) return null;
  const [only] = waiting;
  const what =
    waiting.length === 1 && only ? `account ${only.accountId}` : `${waiting.length} accounts`;
  return (
    <Notice tone="quiet">
      <p>
        <strong>Retention is off in {what} until somebody confirms it.</strong> The records are
        older than retention, or were rebuilt: nothing goes by itself.{" "}
        <Link href="/retention">Look and confirm</Link>
      </p>
    </Notice>
  );
}
