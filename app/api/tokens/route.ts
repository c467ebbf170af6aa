import { toHandlers } from "#lib/web/to-handler";
import { addToken, listMyTokens } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listMyTokens, addToken);
