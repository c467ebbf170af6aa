import type { Context } from "../context";
import { listReaders } from "../backups/reader.repo";
import { PreconditionFailedError } from "../errors";
import { openCallbackKey } from "./callback-key";
import { loadFunctionPackage } from "./function-package";
import { installationHash } from "./installation-hash";
import { createInstanceLooks } from "./instance-looks";
import type { PlaceInAws } from "./kinds/kind";
import { functionName } from "./names.pure";
import { listWantedLinks, patchPlace, type PlaceRecord } from "./places.repo";
import type { Work } from "./work-on-object";

/** AWS at a place, by the credential its instances use, or else one that reaches the account. */
export async function openPlace(ctx: Context, record: PlaceRecord): Promise<Work> {
  const { aws, config, db, vault } = ctx.runtime;
  const { place } = record;
  const credentialId = await chooseCredential(ctx, record);
  const target = { credentialId, region: place.region, purpose: "schedule" } as const;
  const name = functionName(installationHash(config.installationId));
  const ec2 = await aws.ec2(target);
  const at: PlaceInAws = {
    scheduling: await aws.scheduling(target),
    ec2,
    instances: createInstanceLooks(ec2),
    installationId: config.installationId,
    names: { functionName: name, schedulerGroup: name },
    package: await loadFunctionPackage(),
    callbackKey: () => openCallbackKey(vault, place),
  };
  if (credentialId !== place.credentialId) {
    await db.write((tx) => patchPlace(tx, place.id, { credentialId }));
  }
  return { ctx, place: { ...place, credentialId }, at };
}

async function chooseCredential(ctx: Context, { place }: PlaceRecord): Promise<string> {
  const { read } = ctx.runtime.db;
  const usable = await listReaders(read, place.accountRef);
  const links = await listWantedLinks(read, place);
  const preferred = [links.find(({ credentialId }) => credentialId !== null)?.credentialId];
  const chosen = [...preferred, place.credentialId, ...usable].find(
    (id) => id !== null && id !== undefined && usable.includes(id),
  );
  if (chosen) return chosen;
  throw new PreconditionFailedError("No credential reaches this account any more.", {
    reason: "NoCredential",
    suggestion: "Add a credential of the account; then what is there is looked after again.",
  });
}
