import { toHandlers } from "#lib/web/to-handler";
import { login } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(login);
