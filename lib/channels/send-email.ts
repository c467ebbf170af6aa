import { connect, isIP, type Socket } from "node:net";
import { UpstreamError } from "../errors";
import { explainNetworkError } from "../outbound/explain-network-error";
import { checkedLookup, requireAllowedLiteral, type Outbound } from "../outbound/outbound";
import type { ChannelSecret, EmailConfig } from "./channel-config";
import type { ChannelMessage } from "./message";
import { toSubject, toText } from "./message-text.pure";

/** Over a connection whose address was checked; answers with the server's own last words. */
export async function sendEmail(
  outbound: Outbound,
  email: { config: EmailConfig; secret: ChannelSecret; message: ChannelMessage },
): Promise<string> {
  const { config } = email;
  const where = `${config.host}:${config.port}`;
  requireAllowedLiteral(outbound, config.host);
  const deadline = new UpstreamError(
    `${where} did not answer within ${Math.round(outbound.timeoutMs / 1_000)} s.`,
    { reason: "TimedOut" },
  );
  let socket: Socket | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(deadline), outbound.timeoutMs);
    });
    socket = connect({ host: config.host, port: config.port, lookup: checkedLookup(outbound) });
    const answer = await Promise.race([converse(outbound, { ...email, socket }), late]);
    return `${where} answered: ${answer}`;
  } catch (error) {
    throw explainSmtpError(error, where);
  } finally {
    clearTimeout(timer);
    socket?.on("error", () => undefined);
    socket?.destroy();
  }
}

async function converse(
  outbound: Outbound,
  {
    config,
    secret,
    message,
    socket,
  }: { config: EmailConfig; secret: ChannelSecret; message: ChannelMessage; socket: Socket },
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  // Few processes ever send one: 2 MiB in each of the others.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    connection: socket,
    host: config.host,
    port: config.port,
    secure: config.tls === "tls",
    requireTLS: config.tls === "starttls",
    ignoreTLS: config.tls === "none",
    tls: {
      ...(isIP(config.host) === 0 ? { servername: config.host } : {}),
      ...(outbound.ca === undefined ? {} : { ca: outbound.ca }),
    },
    // Ours is over first, and tells in its own words.
    connectionTimeout: 2 * outbound.timeoutMs,
    greetingTimeout: 2 * outbound.timeoutMs,
    socketTimeout: 2 * outbound.timeoutMs,
    ...(config.username === null
      ? {}
      : { auth: { user: config.username, pass: secret.password ?? "" } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = config.from.split("@").at(-1)?.replace(/>$/, "") ?? "amivault";
  const sent = await transport.sendMail({
    from: config.from,
    to: config.to,
    subject: toSubject(message),
    text: toText(message),
    messageId: `<${message.id}@${domain}>`,
    headers: { "Auto-Submitted": "auto-generated" },
  });
  return sent.response;
}

/** The server's own reply where there is one; nodemailer's codes otherwise. */
function explainSmtpError(error: unknown, where: string): UpstreamError {
  const reply: unknown = Reflect.get(Object(error), "response");
  const code: unknown = Reflect.get(Object(error), "code");
  if (typeof reply === "string" && reply !== "") {
    return new UpstreamError(`${where} answered: ${reply.slice(0, 300)}`, {
      cause: error,
      reason: typeof code === "string" ? code : "SmtpReply",
    });
  }
  if (code === "ETLS" && error instanceof Error) {
    return new UpstreamError(`${where}: ${error.message}`, {
      cause: error,
      reason: code,
      suggestion: "Check the TLS mode; a certificate of your own goes into NODE_EXTRA_CA_CERTS.",
    });
  }
  return explainNetworkError(withSystemCode(error), where);
}

/** nodemailer puts a code of its own before that of the connection. */
function withSystemCode(error: unknown): unknown {
  const code: unknown = Reflect.get(Object(error), "originalCode");
  if (typeof code !== "string") return error;
  return Object.assign(new Error("The connection failed.", { cause: error }), { code });
}
