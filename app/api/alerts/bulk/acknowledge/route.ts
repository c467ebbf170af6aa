import { toHandlers } from "#lib/web/to-handler";
import { acknowledgeManyAlerts } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(acknowledgeManyAlerts);
