import { toHandlers } from "#lib/web/to-handler";
import { revokeOneTokenOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(revokeOneTokenOfUser);
