import { toHandlers } from "#lib/web/to-handler";
import { addChannel, listAllChannels } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllChannels, addChannel);
