import { toHandlers } from "#lib/web/to-handler";
import { tagManyBackups } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(tagManyBackups);
