import { toHandlers } from "#lib/web/to-handler";
import { previewOneRemoval } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(previewOneRemoval);
