import type { Product } from "./product";
import { Rest, textOf } from "./rest";

export const REGION = "eu-central-1";

/** Names as nobody should give them: what an EC2 Name tag may hold. */
export const HOSTILE_NAMES = [
  `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`,
  `=HYPERLINK("http://example.invalid","x") '"&amp; %00 {{7*7}}`,
  "مرحبا \u202Egnp.exe 日本語 🗄️",
  "x".repeat(256),
] as const;

export interface Fleet {
  rest: Rest;
  password: string;
  accountId: string;
  keys: { accessKeyId: string; secretAccessKey: string };
  credentialId: string;
  /** EC2's id of an instance that nobody has added yet. */
  unprotectedId: string;
  /** Ours, of `web-1`. */
  webId: string;
  webInstanceId: string;
  /** Ours, in the order of HOSTILE_NAMES. */
  hostileIds: readonly string[];
  /** Ours, of the first of them. */
  backupId: string;
}

/** An account in AWS with instances, most of them protected, and a password that was changed. */
export async function prepareFleet(product: Product): Promise<Fleet> {
  const rest = new Rest(product.url);
  const { administrator, aws } = product;
  const password = `${administrator.password}-changed`;
  await rest.signIn(administrator);
  await rest.changePassword({
    currentPassword: administrator.password,
    newPassword: password,
  });
  const { accountId, keys } = await aws.createAccount({ name: "production" });
  const [key] = keys;
  if (key === undefined) throw new Error("The account has no key.");
  const launch = async (name: string) => {
    const volumes = [{ sizeGib: 8 }, { sizeGib: 20 }];
    const made = await aws.createInstance({ accountId, region: REGION, name, volumes });
    return made.instanceId;
  };
  const credential = await rest.post("/api/aws-credentials", {
    name: "Production",
    region: REGION,
    kind: "access_key",
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
  });
  const credentialId = textOf(credential, "id");
  const protect = async (instanceId: string) => {
    const instance = { credentialId, region: REGION, instanceId };
    return textOf(await rest.post("/api/instances", instance), "id");
  };
  const webInstanceId = await launch("web-1");
  const hostileIds: string[] = [];
  for (const name of HOSTILE_NAMES) hostileIds.push(await protect(await launch(name)));
  const [hostileId = ""] = hostileIds;
  const backup = await rest.post(`/api/instances/${hostileId}/backups`, { description: "<b>" });
  return {
    rest,
    password,
    accountId,
    keys: key,
    credentialId,
    unprotectedId: await launch("not-yet-protected"),
    webId: await protect(webInstanceId),
    webInstanceId,
    hostileIds,
    backupId: textOf(backup, "id"),
  };
}
