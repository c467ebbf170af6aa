import { toHandlers } from "#lib/web/to-handler";
import { holdManyBackups } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(holdManyBackups);
