import { toHandlers } from "#lib/web/to-handler";
import { endOneSessionOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(endOneSessionOfUser);
