import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { createTargetPolicy } from "../outbound/target-policy";
import type { Outbound } from "../outbound/outbound";
import { selfSignedCertificate } from "../testing/self-signed";
import type { EmailConfig } from "./channel-config";
import type { ChannelMessage } from "./message";
import { sendEmail } from "./send-email";

const HOST = "mail.test";
const { key, cert } = selfSignedCertificate(HOST);
const USER = { username: "amivault", password: "not-a-real-password" };

const closers: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Mailbox {
  port: number;
  mails: Array<{ secure: boolean; user: unknown; from: string; to: string[]; text: string }>;
}

/** A real SMTP server that takes the one user and keeps what it is sent. */
async function startMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const mails: Mailbox["mails"] = [];
  const server = new SMTPServer({
    key,
    cert,
    authOptional: true,
    disableReverseLookup: true,
    onAuth(auth, _session, callback) {
      const { username, password } = auth;
      if (username === USER.username && password === USER.password) {
        return callback(null, { user: username });
      }
      return callback(Object.assign(new Error("Wrong password"), { responseCode: 535 }));
    },
    async onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        secure: session.secure,
        user: session.user,
        from: mailFrom === false ? "" : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        text: Buffer.concat(chunks).toString("utf8"),
      });
      callback(null, "kept under 7");
    },
    ...options,
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

function outbound(more: Partial<Outbound> = {}): Outbound {
  return {
    policy: createTargetPolicy([HOST]),
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    timeoutMs: 5_000,
    ca: cert,
    ...more,
  };
}

const message: ChannelMessage = {
  id: "dlv_stable",
  event: "opened",
  at: "2026-02-01T12:00:00.000Z",
  url: "https://amivault.example.org/alerts/alr_1",
  alert: {
    id: "alr_1",
    kind: "backups.failed",
    severity: "critical",
    accountId: "123456789012",
    title: "Backups fail\r\nBcc: everyone@example.org",
    message: "AWS refuses the credential.",
    suggestion: "Rotate its keys.",
    openedAt: "2026-02-01T11:59:00.000Z",
    acknowledgedBy: null,
    closedAt: null,
    closedReason: null,
    memberCount: 22,
    members: [{ type: "instance", id: "ins_1", message: "web server: refused" }],
  },
};

const config = (port: number, more: Partial<EmailConfig> = {}): EmailConfig => ({
  host: HOST,
  port,
  tls: "starttls",
  from: "amivault@example.org",
  to: ["ops@example.org", "night@example.org"],
  username: USER.username,
  ...more,
});

const send = (email: EmailConfig, password: string = USER.password, by = outbound()) =>
  sendEmail(by, { config: email, secret: { password }, message });

test("an alert arrives over STARTTLS, signed in, with all a person needs", async () => {
  const { port, mails } = await startMailbox();
  expect(await send(config(port))).toBe(`${HOST}:${port} answered: 250 kept under 7`);
  expect(mails).toMatchObject([
    {
      secure: true,
      user: USER.username,
      from: "amivault@example.org",
      to: ["ops@example.org", "night@example.org"],
    },
  ]);
  const text = mails[0]?.text ?? "";
  for (const part of [
    "Message-ID: <dlv_stable@example.org>",
    "Subject: [AMIVault] Critical: Backups fail Bcc: everyone@example.org",
    "Auto-Submitted: auto-generated",
    "Since 2026-02-01T11:59:00.000Z",
    "Account 123456789012",
    "- web server: refused",
    "- and 21 more",
    "What to do: Rotate its keys.",
    "https://amivault.example.org/alerts/alr_1",
  ]) {
    expect(text).toContain(part);
  }
});

test("TLS from the first byte works as well", async () => {
  const { port, mails } = await startMailbox({ secure: true });
  await send(config(port, { tls: "tls" }));
  expect(mails).toMatchObject([{ secure: true }]);
});

test("without TLS and signing in, where the channel says so", async () => {
  const { port, mails } = await startMailbox({ hideSTARTTLS: true });
  await send(config(port, { tls: "none", username: null }));
  expect(mails).toMatchObject([{ secure: false }]);
});

test("a wrong password is told in the server's own words, and nothing is sent", async () => {
  const { port, mails } = await startMailbox();
  await expect(send(config(port), "wrong")).rejects.toMatchObject({
    code: "upstream",
    reason: "EAUTH",
    message: expect.stringMatching(/answered: 535 .*Wrong password/),
  });
  expect(mails).toEqual([]);
});

test("STARTTLS is demanded: a server that does not offer it gets neither password nor mail", async () => {
  const { port, mails } = await startMailbox({
    hideSTARTTLS: true,
    disabledCommands: ["STARTTLS"],
  });
  await expect(send(config(port))).rejects.toMatchObject({ code: "upstream" });
  expect(mails).toEqual([]);
});

test("a certificate that nobody vouches for, or of another name, is refused", async () => {
  const { port, mails } = await startMailbox();
  const { ca: _ca, ...trustless } = outbound();
  await expect(send(config(port), USER.password, trustless)).rejects.toMatchObject({
    suggestion: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
  const elsewhere = outbound({ policy: createTargetPolicy(["127.0.0.0/8"]) });
  await expect(
    send(config(port, { host: "other.test" }), USER.password, elsewhere),
  ).rejects.toMatchObject({ code: "upstream" });
  expect(mails).toEqual([]);
});

test.each(["relay.test", "127.0.0.1"])(
  "%s, private and not listed, is not called",
  async (host) => {
    const { port, mails } = await startMailbox();
    await expect(send(config(port, { host }))).rejects.toMatchObject({ reason: "TargetRefused" });
    expect(mails).toEqual([]);
  },
);

test("a refused recipient is told in the server's own words", async () => {
  const { port } = await startMailbox({
    onRcptTo: (_address, _session, callback) =>
      callback(Object.assign(new Error("No such mailbox"), { responseCode: 550 })),
  });
  await expect(send(config(port))).rejects.toMatchObject({
    message: expect.stringContaining("550 No such mailbox"),
  });
});

test("a server that never greets is given up after the time-out", async () => {
  const silent: Server = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  closers.push(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  await expect(
    send(config(port), USER.password, outbound({ timeoutMs: 100 })),
  ).rejects.toMatchObject({ reason: "TimedOut" });
});
