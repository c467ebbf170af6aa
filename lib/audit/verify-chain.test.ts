import { afterEach, beforeEach, expect, test } from "vitest";
import { addEntries, makeChain, takeHead, tamperWith } from "../testing/audit-world";
import { auditEntries } from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { explainReads } from "../testing/explain-reads";
import { archiveEntries } from "./archive-entries";
import { beginChain } from "./begin-chain";
import { listMisnumbered } from "./chain-reader.repo";
import { verifyChain, type VerifyOptions } from "./verify-chain";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const tamper = (...statements: string[]) => tamperWith(runtime, ...statements);

const insertOdd = (seq: string) =>
  `insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id, seq, mac, key_id) select 'aud_odd', 5, 'user', 'eve', 'a', 'b', 'c', ${seq}, 'forged', key_id from audit_entries where seq = 1`;

const verify = (options: VerifyOptions = {}) =>
  verifyChain({ ...runtime.db, vault: runtime.vault }, options);

async function problems(options: VerifyOptions = {}) {
  const report = await verify(options);
  return report.problems.map(({ kind, firstSeq, lastSeq }) => [kind, firstSeq, lastSeq]);
}

test("a chain that nobody touched is whole, in segments and out of them, with its heads", async () => {
  await makeChain(runtime, { entries: 2_500 });
  const early = await takeHead(runtime);
  await addEntries(runtime, 3_500);
  await archiveEntries(runtime, { before: Infinity });
  await archiveEntries(runtime, { before: Infinity });
  const heads = [early, await takeHead(runtime)];
  const report = await verify({ heads, rowsPerRead: 7 });
  expect(report).toMatchObject({
    entries: 6_000,
    segments: 2,
    last: { seq: 6_000 },
    heads: { given: 2, found: 2 },
    problems: [],
  });
});

test("two that archive at once move no more than one would", async () => {
  await makeChain(runtime, { entries: 200 });
  const due = { before: Infinity, segmentEntries: 100 };
  const moved = await Promise.all([archiveEntries(runtime, due), archiveEntries(runtime, due)]);
  expect(moved).toEqual([true, false]);
  await addEntries(runtime, 1);
  expect(await verify()).toMatchObject({ last: { seq: 201 }, segments: 1, problems: [] });
});

test("an empty audit log is whole", async () => {
  expect(await verify()).toMatchObject({ entries: 0, problems: [], last: { seq: 0 } });
});

test.each([
  [
    "an edited actor",
    ["update audit_entries set actor_name = 'eve' where seq = 7"],
    [["edited", 7, 7]],
  ],
  ["an edited mac", ["update audit_entries set mac = 'x' where seq = 7"], [["edited", 7, 7]]],
  [
    "the last entry edited",
    ["update audit_entries set at = at + 1 where seq = 30"],
    [["edited", 30, 30]],
  ],
  [
    "an action that goes on unread, for filters to miss it",
    ["update audit_entries set action = action || char(0) where seq = 7"],
    [["edited", 7, 7]],
  ],
  ["a dropped entry", ["delete from audit_entries where seq = 7"], [["dropped", 7, 7]]],
  ["the first entries dropped", ["delete from audit_entries where seq < 4"], [["dropped", 1, 3]]],
  [
    "neighbours that changed places",
    [
      "update audit_entries set seq = 1000 where seq = 7",
      "update audit_entries set seq = 7 where seq = 8",
      "update audit_entries set seq = 8 where seq = 1000",
    ],
    [
      ["moved", 7, 7],
      ["moved", 8, 8],
    ],
  ],
  [
    "entries far apart that changed places",
    [
      "update audit_entries set seq = 1000 where seq = 7",
      "update audit_entries set seq = 7 where seq = 25",
      "update audit_entries set seq = 25 where seq = 1000",
    ],
    [
      ["moved", 7, 7],
      ["moved", 25, 25],
    ],
  ],
  [
    "one dropped, the later ones numbered anew",
    [
      "delete from audit_entries where seq = 7",
      "update audit_entries set seq = -seq where seq > 7",
      "update audit_entries set seq = -seq - 1 where seq < 0",
    ],
    [
      ["edited", 7, 7],
      ["moved", 8, 29],
    ],
  ],
  [
    "an entry without a number",
    [
      "insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id) values ('aud_x', 5, 'user', 'eve', 'a', 'b', 'c')",
    ],
    [["unchained", null, null]],
  ],
  [
    "an entry of its own making behind the last",
    [
      "insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id, seq, mac, key_id) select 'aud_x', 5, 'user', 'eve', 'a', 'b', 'c', 31, 'forged', key_id from audit_entries where seq = 30",
    ],
    [["edited", 31, 31]],
  ],
  [
    "a second entry of one number",
    [
      "drop index audit_entries_seq",
      "insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id, seq, mac, key_id) select 'aud_x', at, actor_type, actor_name, action, target_type, request_id, seq, mac, key_id from audit_entries where seq = 9",
    ],
    [["duplicate", 9, 9]],
  ],
  [
    "an entry under a number that no chain reaches",
    [
      "insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id, seq, mac, key_id) select 'aud_x', 5, 'user', 'eve', 'a', 'b', 'c', 9007199254740992, 'forged', key_id from audit_entries where seq = 30",
    ],
    [["unchained", null, null]],
  ],
  [
    "a segment before the first entry",
    [
      "insert into audit_segments (id, first_seq, last_seq, first_at, last_at, previous_mac, last_mac, body, mac, key_id, sealed_at) values ('aus_x', 0, 0, 1, 1, '', '', x'00', 'forged', 'auk_x', 1)",
    ],
    [["segment", 0, 0]],
  ],
  ["a key that is gone", ["delete from audit_keys"], [["key", 1, 30]]],
  [
    "a key that was exchanged or backdated",
    ["update audit_keys set created_at = created_at - 1"],
    [
      ["key", 1, 30],
      ["key", null, null],
    ],
  ],
] as const)("%s is found, and named where it is", async (_what, statements, expected) => {
  await makeChain(runtime, { entries: 30 });
  await tamper(...statements);
  expect(await problems()).toEqual(expected);
});

test.each(["'zzz'", "1.5", "30.5", "0", "-3", "9223372036854775807", "x'00'"])(
  "an entry under %s is found, and neither stops nor diverts what is written behind it",
  async (seq) => {
    await makeChain(runtime, { entries: 30 });
    const head = await takeHead(runtime);
    await tamper(insertOdd(seq));
    await addEntries(runtime, 3);
    await addEntries(runtime, 2);
    const report = await verify({ heads: [head], rowsPerRead: 2 });
    expect(report).toMatchObject({ entries: 35, last: { seq: 35 }, heads: { found: 1 } });
    expect(report.problems).toMatchObject([{ kind: "unchained", firstSeq: null }]);
    // A look at what is new finds it too.
    const since = await verify({ after: head });
    expect(since).toMatchObject({ entries: 5, problems: [{ kind: "unchained" }] });
    await tamper("delete from audit_entries where id = 'aud_odd'");
    expect(await problems({ heads: [head] })).toEqual([]);
  },
);

test("who takes the highest numbers there are stops nobody from writing", async () => {
  await makeChain(runtime, { entries: 30 });
  const max = BigInt(Number.MAX_SAFE_INTEGER);
  await tamper(insertOdd(String(max - 2n)));
  await addEntries(runtime, 1);
  await addEntries(runtime, 1);
  // Behind those there is no number left.
  await addEntries(runtime, 1);
  await addEntries(runtime, 2);
  const rows = await runtime.db.read.select({ seq: auditEntries.seq }).from(auditEntries);
  const seqs = rows.map(({ seq }) => seq ?? 0).toSorted((a, b) => a - b);
  expect(seqs.slice(29).map(BigInt)).toEqual([30n, 31n, 32n, 33n, max - 2n, max - 1n, max]);
  expect(await problems()).toEqual([["dropped", 34, Number(max - 3n)]]);
});

test("of a chain whose beginning came later, a fraction of a number hides nothing behind it", async () => {
  await addEntries(runtime, 20);
  await beginChain(runtime);
  await addEntries(runtime, 9);
  await tamper(insertOdd("1.5"));
  expect(await problems()).toEqual([["unchained", null, null]]);
  expect(await verify()).toMatchObject({ entries: 30, last: { seq: 30 } });
  await tamper("update audit_entries set actor_name = 'eve' where seq = 7");
  expect(await problems()).toEqual([
    ["edited", 7, 7],
    ["unchained", null, null],
  ]);
});

test("each minute's look finds what has no number of a chain along indexes", async () => {
  const plans = await explainReads(runtime, () => listMisnumbered(runtime.db.read, 100));
  expect(plans).toEqual([
    expect.stringContaining("INDEX audit_entries_odd"),
    expect.stringContaining("INDEX audit_entries_seq (seq<?)"),
    expect.stringContaining("INDEX audit_entries_seq (seq>?)"),
  ]);
});

test.each([
  ["dropped", "delete from audit_entries where seq = 1"],
  ["edited", "update audit_entries set action = 'a' where seq = 1"],
])(
  "what was put there is not numbered by us because the chain's beginning was %s",
  async (kind, gone) => {
    await makeChain(runtime, { entries: 30 });
    await tamper(
      gone,
      "insert into audit_entries (id, at, actor_type, actor_name, action, target_type, request_id) values ('aud_x', 5, 'user', 'eve', 'a', 'b', 'c')",
    );
    await beginChain(runtime);
    expect(await problems()).toEqual([
      [kind, 1, 1],
      ["unchained", null, null],
    ]);
  },
);

test("behind a gap the entry that follows is said to be unproven", async () => {
  await makeChain(runtime, { entries: 30 });
  await tamper(
    "delete from audit_entries where seq in (6, 7)",
    "update audit_entries set action = 'a' where seq = 8",
  );
  const { problems: found } = await verify();
  expect(found[0]?.words).toBe(
    "Entries 6 to 7 are missing; entry 8, which follows, cannot be proven without them.",
  );
});

test("a segment whose key is not there is not called changed", async () => {
  await makeChain(runtime, { entries: 200, archived: 1, segmentEntries: 100 });
  await tamper("update audit_segments set key_id = 'auk_lost' where first_seq = 1");
  const { problems: found } = await verify();
  expect(found).toMatchObject([{ kind: "key", firstSeq: 1, lastSeq: 100 }]);
  expect(found[0]?.words).toContain("there is no key to prove its seal: auk_lost.");
});

test("a cut tail is found by a head that was written down", async () => {
  await makeChain(runtime, { entries: 30 });
  const head = await takeHead(runtime);
  await tamper("delete from audit_entries where seq > 21");
  expect(await problems({ heads: [head] })).toEqual([["cut", 22, 30]]);
});

test.each([
  ["dropped", "delete from audit_segments where first_seq = 1", [["dropped", 1, 2_000]]],
  [
    "with a body that is no body",
    "update audit_segments set body = x'00' where first_seq = 1",
    [
      ["segment", 1, 2_000],
      ["segment", 1, 2_000],
    ],
  ],
  [
    "backdated",
    "update audit_segments set sealed_at = 0 where first_seq = 1",
    [["segment", 1, 2_000]],
  ],
  [
    "with the body of another",
    "update audit_segments set body = (select body from audit_segments where first_seq = 2001) where first_seq = 1",
    [
      ["segment", 1, 2_000],
      ["segment", 1, 2_000],
    ],
  ],
] as const)("a segment %s is named", async (_what, statement, expected) => {
  await makeChain(runtime, { entries: 5_200, archived: 2 });
  await tamper(statement);
  expect(await problems()).toEqual(expected);
});
