import { toHandlers } from "#lib/web/to-handler";
import { deleteOneSchedule, getOneSchedule, updateOneSchedule } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneSchedule,
  updateOneSchedule,
  deleteOneSchedule,
);
