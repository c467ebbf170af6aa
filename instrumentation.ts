export { logRequestError as onRequestError } from "#lib/web/log-request-error";
