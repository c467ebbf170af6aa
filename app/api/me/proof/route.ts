import { toHandlers } from "#lib/web/to-handler";
import { proveMyself } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(proveMyself);
