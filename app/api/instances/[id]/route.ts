import { toHandlers } from "#lib/web/to-handler";
import {
  getProtectedInstance,
  removeProtectedInstance,
  updateProtectedInstance,
} from "./declaration";

export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(
  getProtectedInstance,
  updateProtectedInstance,
  removeProtectedInstance,
);
