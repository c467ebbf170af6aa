import { toHandlers } from "#lib/web/to-handler";
import { addUser, listAllUsers } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(listAllUsers, addUser);
