import { toHandlers } from "#lib/web/to-handler";
import { listProtectedInstanceIds } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listProtectedInstanceIds);
