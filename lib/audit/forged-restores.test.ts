import { afterEach, beforeEach, expect, test } from "vitest";
import { makeChain, takeHead, tamperWith } from "../testing/audit-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { systemContext } from "../context";
import { acceptRestore } from "./accept-restore";
import { SUSPECTS_MAX } from "./chain-walk";
import { giveUpChainKeys } from "./give-up-chain-keys";
import { findLost, verifyChain } from "./verify-chain";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const tamper = (...statements: string[]) => tamperWith(runtime, ...statements);

/** As whoever has the database and no key would write that entries from 6 on were given up. */
const forge = ({ seq, keyId }: { seq: number; keyId: string }) =>
  `insert into audit_entries (id, at, actor_type, actor_name, action, target_type, target_id, request_id, after, seq, mac, key_id)
   select 'aud_forged_${seq}', 9999999999999, 'cli', 'ann', 'audit.accept_restore', 'audit', 'chain', 'req', '{"keptSeq":5,"lostSeq":9999}', ${seq}, 'forged', ${keyId} from audit_entries where seq = 1`;

test.each([
  ["a key that there is", "key_id"],
  ["a key that there never was", "'auk_none'"],
])("a cut is not excused by an entry of %s that nobody wrote", async (_what, keyId) => {
  await makeChain(runtime, { entries: 30 });
  const head = await takeHead(runtime);
  await tamper("delete from audit_entries where seq > 20", forge({ seq: 21, keyId }));
  const { problems, restores, heads } = await verifyChain(
    { ...runtime.db, vault: runtime.vault },
    { heads: [head] },
  );
  expect(problems.map(({ kind }) => kind)).toContain("cut");
  expect(restores).toEqual([]);
  expect(heads).toMatchObject({ given: 1, givenUp: 0 });
});

test("nor where so much else was edited that not each place is looked at", async () => {
  const edited = SUSPECTS_MAX + 1;
  await makeChain(runtime, { entries: edited + 40 });
  const head = await takeHead(runtime);
  await tamper(
    `update audit_entries set mac = mac || 'x' where seq between 2 and ${edited + 20} and seq % 2 = 0`,
    `delete from audit_entries where seq > ${edited + 20}`,
    forge({ seq: edited + 21, keyId: "key_id" }),
  );
  const { problems, restores } = await verifyChain(
    { ...runtime.db, vault: runtime.vault },
    { heads: [head] },
  );
  expect(problems.map(({ kind }) => kind)).toContain("cut");
  expect(restores).toEqual([]);
});

test("what somebody accepted stays so once the key of that entry was given up", async () => {
  await makeChain(runtime, { entries: 30 });
  const head = await takeHead(runtime);
  await tamper("delete from audit_entries where seq > 20");
  await acceptRestore(runtime, { heads: [head], by: "ann" });
  await tamper("delete from audit_keys");
  const lost = await findLost({ ...runtime.db, vault: runtime.vault });
  const keyIds = lost.unproven.map(({ keyId }) => keyId);
  // Another process, which never had the key.
  const by = systemContext({ ...runtime }, "keys", "req_1");
  await runtime.db.write((tx) => giveUpChainKeys(tx, by, { keyIds, lost }));
  const report = await verifyChain({ ...runtime.db, vault: runtime.vault }, { heads: [head] });
  expect(report).toMatchObject({ problems: [], restores: [{ by: "ann" }], heads: { givenUp: 1 } });
});
