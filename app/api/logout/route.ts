import { toHandlers } from "#lib/web/to-handler";
import { logout } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(logout);
