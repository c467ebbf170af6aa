import { z } from "zod";
import { deleteUser } from "#lib/users/delete-user";
import { getUser } from "#lib/users/get-user";
import { ManagedUserDto } from "#lib/users/managed-user-dto";
import { UpdateUserBody } from "#lib/users/schemas";
import { updateUser } from "#lib/users/update-user";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/users/{id}";
const tag = "Users";

export const getOneUser = declareRoute({
  method: "GET",
  path,
  summary: "One user",
  tag,
  permission: "users.read",
  params,
  responses: { 200: ManagedUserDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getUser(ctx, { userId: params.id }),
  }),
});

export const updateOneUser = declareRoute({
  method: "PATCH",
  path,
  summary: "Change address, role or accounts; another role or other accounts end their sessions",
  tag,
  permission: "users.write",
  params,
  body: UpdateUserBody,
  responses: { 200: ManagedUserDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateUser(ctx, { userId: params.id, changes: body }),
  }),
});

export const deleteOneUser = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete a user; what they did goes on to name them",
  tag,
  permission: "users.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deleteUser(ctx, { userId: params.id });
    return { status: 204 };
  },
});
