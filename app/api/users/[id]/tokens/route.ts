import { toHandlers } from "#lib/web/to-handler";
import { listTokensOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listTokensOfUser);
