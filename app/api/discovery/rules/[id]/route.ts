import { toHandlers } from "#lib/web/to-handler";
import { deleteOneRule, getOneRule, updateOneRule } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneRule,
  updateOneRule,
  deleteOneRule,
);
