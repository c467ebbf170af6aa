import { toHandlers } from "#lib/web/to-handler";
import { protectManyDiscovered } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(protectManyDiscovered);
