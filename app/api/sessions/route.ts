import { toHandlers } from "#lib/web/to-handler";
import { endMyOtherSessions, listMySessions } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listMySessions, endMyOtherSessions);
