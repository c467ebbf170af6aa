import { toHandlers } from "#lib/web/to-handler";
import {
  deleteOneExclusionWindow,
  getOneExclusionWindow,
  updateOneExclusionWindow,
} from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getOneExclusionWindow,
  updateOneExclusionWindow,
  deleteOneExclusionWindow,
);
