import { toHandlers } from "#lib/web/to-handler";
import { deleteOnePolicy, getOnePolicy, updateOnePolicy } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOnePolicy,
  updateOnePolicy,
  deleteOnePolicy,
);
