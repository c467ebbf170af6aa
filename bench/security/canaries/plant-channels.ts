import { expectId, type Tools } from "./tools";

export async function plantChannels({ planting, plant, ask }: Tools): Promise<void> {
  const { echoUrl } = planting.world;
  const path = "/api/channels";
  const url = (what: string): string =>
    `${echoUrl}/services/${plant(`${what}: token in the path`, 24).value}?key=${plant(`${what}: token in the query`, 24).value}`;
  const mail = {
    host: "127.0.0.1",
    port: 9,
    tls: "starttls",
    from: "from@example.com",
    to: ["to@example.com"],
    username: "mailer",
    password: plant("SMTP password").value,
  };
  const bodies = [
    { kind: "email", name: "mail", ...mail },
    { kind: "slack", name: "slack", url: url("Slack") },
    { kind: "webhook", name: "hook", url: url("webhook"), signingKey: plant("signing key").value },
    { kind: "heartbeat", name: "beat", url: url("heartbeat") },
  ];
  for (const body of bodies) {
    const { json } = await ask({ method: "POST", path, body });
    const id = expectId(json, "channel");
    await ask({ method: "POST", path: `${path}/${id}/test` });
    const changes =
      "url" in body
        ? { url: url(`changed ${body.kind}`) }
        : { password: plant("changed SMTP password").value };
    await ask({ method: "PATCH", path: `${path}/${id}`, body: changes });
    await ask({ method: "POST", path: `${path}/${id}/test` });
    // Once more under a name that is taken, and with what does not belong there.
    const secret = plant("secret of a refused channel").value;
    await ask({
      method: "POST",
      path,
      body: {
        ...body,
        ...("url" in body ? { url: `${echoUrl}/${secret}` } : { password: secret }),
      },
    });
    await ask({
      method: "POST",
      path,
      body: { ...body, name: "other", token: plant("field that is not known").value },
    });
  }
  const inUrl = `https://user:${plant("password in a URL").value}@example.com/`;
  await ask({ method: "POST", path, body: { kind: "slack", name: "user", url: inUrl } });
  const inside = `http://10.0.0.1/${plant("token of an address inside").value}`;
  const { json } = await ask({
    method: "POST",
    path,
    body: { kind: "slack", name: "inside", url: inside },
  });
  if (typeof json["id"] === "string")
    await ask({ method: "POST", path: `${path}/${json["id"]}/test` });
}
