import { toHandlers } from "#lib/web/to-handler";
import { previewOneRule } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(previewOneRule);
