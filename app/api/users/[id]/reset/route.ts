import { toHandlers } from "#lib/web/to-handler";
import { resetPasswordOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(resetPasswordOfUser);
