import { toHandlers } from "#lib/web/to-handler";
import { me } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(me);
