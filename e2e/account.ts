import { REGION } from "./fleet";
import type { Fleet } from "./fleet";
import type { Product } from "./product";
import { textOf } from "./rest";

export interface Account {
  accountId: string;
  keys: Fleet["keys"];
  credentialId: string;
  /** Ours, in the order of their names. */
  ids: readonly string[];
}

/** An account of a test's own, with protected instances. */
export async function prepareAccount(of: {
  product: Product;
  fleet: Fleet;
  names: readonly string[];
  schedules: ReadonlyArray<{ schedule: string; zone: string }>;
}): Promise<Account> {
  const { product, fleet, schedules } = of;
  const { rest } = fleet;
  const { accountId, keys } = await product.aws.createAccount({ name: "own" });
  const [key] = keys;
  if (key === undefined) throw new Error("The account has no key.");
  const credential = await rest.post("/api/aws-credentials", {
    name: `Own ${accountId}`,
    region: REGION,
    kind: "access_key",
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
  });
  const credentialId = textOf(credential, "id");
  const ids: string[] = [];
  for (const name of of.names) {
    const { instanceId } = await product.aws.createInstance({ accountId, region: REGION, name });
    const protectedOne = { credentialId, region: REGION, instanceId, schedules };
    ids.push(textOf(await rest.post("/api/instances", protectedOne), "id"));
  }
  return { accountId, keys: key, credentialId, ids };
}
