import { toHandlers } from "#lib/web/to-handler";
import { previewUnsavedPolicy } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(previewUnsavedPolicy);
