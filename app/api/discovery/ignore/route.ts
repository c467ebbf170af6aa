import { toHandlers } from "#lib/web/to-handler";
import { ignoreManyDiscovered } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(ignoreManyDiscovered);
