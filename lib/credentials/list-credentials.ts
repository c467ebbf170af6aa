import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage, type Page } from "#lib/paging";
import { countCredentials, countUses, listCredentialRows } from "./credential.repo";
import type { CredentialDto } from "./dto";
import { ListCredentialsInput } from "./schemas";
import { toCredentialDto } from "./to-credential-dto";

const OWNER = { list: "credentials" } as const;

/** By name. */
export async function listCredentials(
  ctx: Context,
  input: ListCredentialsInput = {},
): Promise<Page<CredentialDto>> {
  requirePermission(ctx, "credentials.read");
  const { limit, cursor, search } = ListCredentialsInput.parse(input);
  const { read } = ctx.runtime.db;
  const rows = await listCredentialRows(read, {
    accounts: ctx.accounts,
    search,
    limit,
    after: decodeCursor(OWNER, cursor),
  });
  const uses = await countUses(
    read,
    rows.map((row) => row.id),
  );
  return toPage({
    owner: OWNER,
    rows,
    limit,
    total: await countCredentials(read, { accounts: ctx.accounts, search }),
    cursorOf: (row) => [row.nameKey, row.id],
    toItem: (row) => toCredentialDto(row, uses.get(row.id) ?? 0),
  });
}
