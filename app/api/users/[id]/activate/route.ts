import { toHandlers } from "#lib/web/to-handler";
import { activateOneUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(activateOneUser);
