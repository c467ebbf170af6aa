import { toHandlers } from "#lib/web/to-handler";
import { confirmAccountRetention } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(confirmAccountRetention);
