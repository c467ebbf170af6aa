import { toHandlers } from "#lib/web/to-handler";
import { revokeOneOfMyTokens } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(revokeOneOfMyTokens);
