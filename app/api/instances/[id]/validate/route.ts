import { toHandlers } from "#lib/web/to-handler";
import { validateProtectedInstance } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(validateProtectedInstance);
