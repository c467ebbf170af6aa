import { toHandlers } from "#lib/web/to-handler";
import { compareTwoPolicies } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(compareTwoPolicies);
