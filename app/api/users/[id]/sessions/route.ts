import { toHandlers } from "#lib/web/to-handler";
import { endAllSessionsOfUser, listSessionsOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  listSessionsOfUser,
  endAllSessionsOfUser,
);
