import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage, type Page } from "#lib/paging";
import { countCredentials, countUses, listCredentialRows } from "./credential.repo";
import type { CredentialDetailDto } from "./dto";
import { toDetail } from "./get-credential-row";
import { ListCredentialsInput } from "./schemas";

const OWNER = { list: "credentials" } as const;

/** Credentials by name, each with what AWS last said it may do in every region in use. */
export async function listDiagnoses(
  ctx: Context,
  input: ListCredentialsInput = {},
): Promise<Page<CredentialDetailDto>> {
  requirePermission(ctx, "credentials.read");
  const { limit, cursor, search } = ListCredentialsInput.parse(input);
  const { read } = ctx.runtime.db;
  const wanted = { accounts: ctx.accounts, search };
  const rows = await listCredentialRows(read, {
    ...wanted,
    limit,
    after: decodeCursor(OWNER, cursor),
  });
  const uses = await countUses(
    read,
    rows.map((row) => row.id),
  );
  const detailed = await Promise.all(
    rows.map(async (row) => ({
      ...row,
      detail: await toDetail(read, ctx, { row, usedByCount: uses.get(row.id) ?? 0 }),
    })),
  );
  return toPage({
    owner: OWNER,
    rows: detailed,
    limit,
    total: await countCredentials(read, wanted),
    cursorOf: (row) => [row.nameKey, row.id],
    toItem: ({ detail }) => detail,
  });
}
