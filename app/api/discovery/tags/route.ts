import { toHandlers } from "#lib/web/to-handler";
import { listDiscoveredTags } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listDiscoveredTags);
