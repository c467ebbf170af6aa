import { toHandlers } from "#lib/web/to-handler";
import { rotateKeyOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(rotateKeyOfEventbridge);
