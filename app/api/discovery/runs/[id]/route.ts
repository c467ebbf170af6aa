import { toHandlers } from "#lib/web/to-handler";
import { getOneDiscoveryRun } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getOneDiscoveryRun);
