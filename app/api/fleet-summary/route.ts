import { toHandlers } from "#lib/web/to-handler";
import { summarizeFleet } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(summarizeFleet);
