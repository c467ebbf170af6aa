import { toHandlers } from "#lib/web/to-handler";
import { listAccountsOfRetention } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAccountsOfRetention);
