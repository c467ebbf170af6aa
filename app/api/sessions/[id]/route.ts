import { toHandlers } from "#lib/web/to-handler";
import { endOneOfMySessions } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(endOneOfMySessions);
