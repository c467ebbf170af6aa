import { toHandlers } from "#lib/web/to-handler";
import { listDeliveriesOfChannel } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listDeliveriesOfChannel);
