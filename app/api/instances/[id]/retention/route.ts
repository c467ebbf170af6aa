import { toHandlers } from "#lib/web/to-handler";
import { getOneInstanceRetention, setInstanceRetention } from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneInstanceRetention,
  setInstanceRetention,
);
