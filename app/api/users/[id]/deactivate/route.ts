import { toHandlers } from "#lib/web/to-handler";
import { deactivateOneUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(deactivateOneUser);
