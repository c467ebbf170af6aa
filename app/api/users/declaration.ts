import { pageOf } from "#lib/paging";
import { createUser } from "#lib/users/create-user";
import { listUsers } from "#lib/users/list-users";
import { ManagedUserDto, UserWithLinkDto } from "#lib/users/managed-user-dto";
import { CreateUserInput, ListUsersInput } from "#lib/users/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listAllUsers = declareRoute({
  method: "GET",
  path: "/api/users",
  summary: "Users by name, with role, accounts and state",
  tag: "Users",
  permission: "users.read",
  query: ListUsersInput,
  responses: { 200: pageOf(ManagedUserDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listUsers(ctx, query) }),
});

/** Not `idempotent`: the answer would be kept, and the link in it. The name is taken once. */
export const addUser = declareRoute({
  method: "POST",
  path: "/api/users",
  summary: "Add a user; the answer has the one-time link by which they choose a password",
  tag: "Users",
  permission: "users.write",
  body: CreateUserInput,
  responses: { 201: UserWithLinkDto },
  handle: async ({ ctx, body }) => {
    const made = await createUser(ctx, body);
    return { status: 201, body: made, headers: { Location: `/api/users/${made.user.id}` } };
  },
});
