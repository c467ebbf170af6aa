import type { RequestListener } from "node:http";

/**
 * A connection that breaks off before the answer is whole must take nothing along. Where Next has read a
 * body before a page did, it puts another stream's members over the request's, and its listeners are
 * lost: Node then tells of the end by an error of the request that nobody hears, which ends the process.
 * So somebody hears it, added just before Node tells, whatever the request has become by then.
 */
export function bearAborts(listener: RequestListener): RequestListener {
  return (request, response) => {
    const { socket } = request;
    const hear = (): void => void request.on("error", () => undefined);
    // Before Node's own listener, which is what tells the request.
    socket.prependOnceListener("close", hear);
    // The connection goes on to the next request.
    response.once("close", () => socket.off("close", hear));
    listener(request, response);
  };
}
