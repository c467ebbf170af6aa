import { toHandlers } from "#lib/web/to-handler";
import { getInstanceRetentionHistory } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getInstanceRetentionHistory);
