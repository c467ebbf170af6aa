import { toHandlers } from "#lib/web/to-handler";
import { addRule, listAllRules } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllRules, addRule);
