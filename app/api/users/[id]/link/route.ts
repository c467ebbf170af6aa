import { toHandlers } from "#lib/web/to-handler";
import { renewLinkOfUser, revokeLinkOfUser } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(renewLinkOfUser, revokeLinkOfUser);
