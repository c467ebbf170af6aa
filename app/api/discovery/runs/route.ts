import { toHandlers } from "#lib/web/to-handler";
import { discoverNow, listAllDiscoveryRuns } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllDiscoveryRuns, discoverNow);
