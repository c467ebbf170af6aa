import Link from "next/link";
import type { Context } from "#lib/context";
import { listRetentionAccounts } from "#lib/retention/confirm-retention";
import { Notice } from "../../_components/notice";

/** Nothing goes by itself in these accounts until a person says so; absence is never silent. */
export async function RetentionNotice({ ctx }: { ctx: Context }) {
  const accounts = await listRetentionAccounts(ctx);
  const waiting = accounts.filter(({ confirmedAt }) => confirmedAt === null);
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
