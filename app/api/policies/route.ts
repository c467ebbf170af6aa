import { toHandlers } from "#lib/web/to-handler";
import { addPolicy, listAllPolicies } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllPolicies, addPolicy);
