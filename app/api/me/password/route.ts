import { toHandlers } from "#lib/web/to-handler";
import { changeMyPassword } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(changeMyPassword);
