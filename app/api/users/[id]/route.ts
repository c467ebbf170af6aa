import { toHandlers } from "#lib/web/to-handler";
import { deleteOneUser, getOneUser, updateOneUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneUser,
  updateOneUser,
  deleteOneUser,
);
