import { getTableName, isNotNull } from "drizzle-orm";
import { SEALED_COLUMNS, placeIn } from "#lib/vault/sealed-columns";
import { beginSecondFactor } from "#lib/auth/second-factor/begin-second-factor";
import { actAs, type Planting, type Tools } from "./tools";

const LOOKS_MAX = 120;
/** Shorter ones come up by chance; the beginning of a URL is its host, which is shown. */
const CHARACTERS_MIN = 12;

/** An enrolment that nobody confirms, and a function in AWS whose key was changed. */
export async function plantUnfinished({ planting, ask }: Tools, instanceId: string): Promise<void> {
  const { world, search, admin } = planting;
  const begun = await beginSecondFactor(actAs(planting, admin), { host: "127.0.0.1" });
  search.plant({ what: "secret of an enrolment", value: begun.secret });
  const must = async (method: string, path: string, body?: unknown) => {
    const { status, json } = await ask({ method, path, ...(body ? { body } : {}) });
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  };
  await must("PATCH", "/api/backup-settings", { publicUrl: world.url });
  await must("PATCH", `/api/instances/${instanceId}`, { scheduler: "eventbridge" });
  const place = await untilThere(async () => {
    const { items } = await must("GET", "/api/eventbridge");
    const [first] = Array.isArray(items) ? items : [];
    const { id, functionArn }: { id?: unknown; functionArn?: unknown } = Object(first);
    return typeof id === "string" && functionArn !== null ? id : null;
  });
  await must("POST", `/api/eventbridge/${place}/rotate-key`);
}

/**
 * Whatever else is sealed in the database is looked for too, whoever made it up. A sealed column that
 * holds nothing would prove nothing, so each must hold something.
 */
export async function plantSealed({ world, search }: Planting): Promise<void> {
  const { db, vault } = world.installation.runtime;
  for (const sealed of SEALED_COLUMNS) {
    const what = `${getTableName(sealed.table)}.${sealed.column.name}`;
    const rows = await db.read
      .select({ id: sealed.id, text: sealed.column })
      .from(sealed.table)
      .where(isNotNull(sealed.column));
    if (rows.length === 0) throw new Error(`Nothing was planted in ${what}.`);
    for (const { id, text } of rows) {
      const opened = vault.open(String(text), placeIn(sealed, String(id)));
      for (const value of textsOf(opened)) search.plant({ what, value });
    }
  }
}

/** The secret itself, or the secret members of one that is JSON. */
function textsOf(opened: string): string[] {
  const texts = opened.startsWith("{") ? Object.values(Object(JSON.parse(opened))) : [opened];
  return texts
    .map(String)
    .filter((text) => text.length >= CHARACTERS_MIN && !/^(?:https?:|arn:)/.test(text));
}

async function untilThere<T>(look: () => Promise<T | null>): Promise<T> {
  for (let count = 0; count < LOOKS_MAX; count++) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => void setTimeout(resolve, 500));
  }
  throw new Error("What was planted did not come within a minute.");
}
