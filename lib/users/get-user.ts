import type { Context } from "../context";
import type { ManagedUserDto } from "./managed-user-dto";
import { getUserRow, requireUserAdministration } from "./require-user-administration";
import { UserRef } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";

export async function getUser(ctx: Context, input: UserRef): Promise<ManagedUserDto> {
  requireUserAdministration(ctx, "users.read");
  const { userId } = UserRef.parse(input);
  const { read } = ctx.runtime.db;
  return toManagedUserDto(ctx, read, await getUserRow(read, userId));
}
