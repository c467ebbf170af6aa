import { toHandlers } from "#lib/web/to-handler";
import { previewOnePolicy } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(previewOnePolicy);
