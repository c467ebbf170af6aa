import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { ManagedUserDto } from "./managed-user-dto";
import { countUsers, listUserRows } from "./managed-users.repo";
import { requireUserAdministration } from "./require-user-administration";
import { ListUsersInput } from "./schemas";
import { toManagedUserDtos } from "./to-managed-user-dto";

const OWNER = { list: "users" } as const;

/** By name; those who were deleted are not among them. */
export async function listUsers(
  ctx: Context,
  input: ListUsersInput = {},
): Promise<Page<ManagedUserDto>> {
  requireUserAdministration(ctx, "users.read");
  const { limit, cursor, ...filter } = ListUsersInput.parse(input);
  const { read } = ctx.runtime.db;
  const rows = await listUserRows(read, { ...filter, limit, after: decodeCursor(OWNER, cursor) });
  const page = toPage({
    owner: OWNER,
    rows,
    limit,
    total: await countUsers(read, filter),
    cursorOf: (row) => [row.usernameKey, row.id],
    toItem: (row) => row,
  });
  return { ...page, items: await toManagedUserDtos(ctx, read, page.items) };
}
