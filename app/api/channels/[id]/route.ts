import { toHandlers } from "#lib/web/to-handler";
import { deleteOneChannel, getOneChannel, updateOneChannel } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneChannel,
  updateOneChannel,
  deleteOneChannel,
);
