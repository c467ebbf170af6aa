import { toHandlers } from "#lib/web/to-handler";
import { forgetPlaceOfEventbridge } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(forgetPlaceOfEventbridge);
