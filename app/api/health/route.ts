import { toHandlers } from "#lib/web/to-handler";
import { getHealth } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(getHealth);
