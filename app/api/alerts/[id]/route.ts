import { toHandlers } from "#lib/web/to-handler";
import { acknowledgeOneAlert, getOneAlert } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getOneAlert, acknowledgeOneAlert);
