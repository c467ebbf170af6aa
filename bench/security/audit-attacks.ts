import type { KeyObject } from "node:crypto";
import type Libsql from "libsql";
import { macOfText } from "#lib/audit/chain-mac";
import { CHAINED_COLUMNS, toChainText, type ChainRow } from "#lib/audit/chain.pure";
import type { ProblemKind } from "#lib/audit/problem.pure";
import { packBody, unpackBody } from "#lib/audit/segment-body";
import type { Random } from "../retention/random";
import type { AuditOriginal } from "./audit-world";

export interface Scene {
  db: Libsql.Database;
  original: AuditOriginal;
  random: Random;
  /** The real key, for whoever stole it. */
  key: KeyObject;
}

/** What must be said of it: one of the kinds, and where the first of the damage is. */
export interface Expected {
  kinds: readonly ProblemKind[];
  /** The first number that is wrong, or null where it has none. */
  seq: number | null;
  /** Said of a range that holds it: nothing but what was written down tells. */
  within?: true;
}

export type Attack = (scene: Scene) => Expected;

const COLUMNS = [
  "seq",
  "id",
  "at",
  "actor_type",
  "actor_id",
  "actor_name",
  "token_id",
  "action",
  "target_type",
  "target_id",
  "account_ref",
  "before",
  "after",
  "request_id",
  "address",
  "aws_request_ids",
  "key_id",
  "mac",
] as const;
const SELECTED = COLUMNS.map((name) => `"${name}"`).join(", ");

/** An entry that is in no segment, and has one before and one behind it that was written down. */
function somewhere({ original, random }: Scene, margin = 2): number {
  const first = original.segments * original.segmentEntries + 1 + margin;
  const last = (original.heads.at(-1)?.seq ?? 0) - margin;
  return first + random.int(0, last - first);
}

function someSegment({ original, random }: Scene): { firstSeq: number; lastSeq: number } {
  const firstSeq = 1 + random.int(0, original.segments - 1) * original.segmentEntries;
  return { firstSeq, lastSeq: firstSeq + original.segmentEntries - 1 };
}

function editColumn(column: (typeof COLUMNS)[number]): Attack {
  return (scene) => {
    const seq = somewhere(scene);
    const changed =
      column === "at" ? "at + 1" : `coalesce("${column}", '') || '${scene.random.int(0, 999_999)}'`;
    scene.db.exec(`update audit_entries set "${column}" = ${changed} where seq = ${seq}`);
    return { kinds: column === "key_id" ? ["key", "edited"] : ["edited"], seq };
  };
}

/** Bytes that are no UTF-8, at which the client's own reading ends the process. */
function spoilBytes(column: (typeof COLUMNS)[number]): Attack {
  return (scene) => {
    const seq = somewhere(scene);
    const bytes = `cast(x'ff4${scene.random.int(0, 9)}' as text)`;
    scene.db.exec(`update audit_entries set "${column}" = ${bytes} where seq = ${seq}`);
    return { kinds: column === "key_id" ? ["key", "edited"] : ["edited"], seq };
  };
}

function swap(distance: (scene: Scene) => number): Attack {
  return (scene) => {
    const { db } = scene;
    const by = distance(scene);
    const first = somewhere(scene, 1) - by;
    const low = Math.max(first, scene.original.segments * scene.original.segmentEntries + 2);
    db.exec(`update audit_entries set seq = 900000 where seq = ${low};
      update audit_entries set seq = ${low} where seq = ${low + by};
      update audit_entries set seq = ${low + by} where seq = 900000`);
    return { kinds: ["moved"], seq: low };
  };
}

function insertForged(numbered: "none" | "next" | "between"): Attack {
  return (scene) => {
    const { db, original } = scene;
    const from = somewhere(scene);
    const seq = numbered === "none" ? null : numbered === "next" ? original.lastSeq + 1 : from;
    if (numbered === "between") shift(db, from, 1);
    db.exec(`insert into audit_entries (${SELECTED})
      select ${seq}, 'aud_forged', at + 1, actor_type, actor_id, 'somebody', token_id, action, target_type, target_id,
        account_ref, "before", "after", request_id, address, aws_request_ids, key_id, ${seq === null ? "null" : "mac"}
      from audit_entries where seq = ${from - 1}`);
    return { kinds: seq === null ? ["unchained"] : ["edited"], seq };
  };
}

/** Numbers from there on become higher by `by`, or lower. */
function shift(db: Libsql.Database, from: number, by: number): void {
  db.exec(`update audit_entries set seq = -seq where seq >= ${from};
    update audit_entries set seq = -seq + ${by} where seq < 0`);
}

/** With the real key, from that entry on: the chain agrees with itself again. */
function chainAnew({ db, key }: Scene, from: number): void {
  const rows = db
    .prepare(`select ${SELECTED} from audit_entries where seq >= ? order by seq`)
    .raw(true)
    .all(from - 1) as ChainRow[];
  let previous = String(rows[0]?.[CHAINED_COLUMNS.length]);
  const write = db.prepare("update audit_entries set mac = ? where seq = ?");
  for (const row of rows.slice(1)) {
    previous = macOfText(key, toChainText(previous, row));
    write.run(previous, row[0]);
  }
}

function inBody(change: (rows: ChainRow[], at: number) => ChainRow[]): Attack {
  return (scene) => {
    const { db, random } = scene;
    const { firstSeq, lastSeq } = someSegment(scene);
    const at = 1 + random.int(0, lastSeq - firstSeq - 2);
    const select = db.prepare("select body from audit_segments where first_seq = ?").raw(true);
    const [body] = select.get(firstSeq) as [Uint8Array];
    const changed = packBody(change(unpackBody(new Uint8Array(body)), at));
    db.prepare("update audit_segments set body = ? where first_seq = ?").run(changed, firstSeq);
    return { kinds: ["edited", "dropped", "moved"], seq: firstSeq + at };
  };
}

function editSegment(set: string, kind: ProblemKind = "segment"): Attack {
  return (scene) => {
    const { firstSeq } = someSegment(scene);
    scene.db.exec(`update audit_segments set ${set} where first_seq = ${firstSeq}`);
    return { kinds: [kind], seq: firstSeq };
  };
}

const attackKey =
  (statement: string): Attack =>
  ({ db }) => {
    db.exec(statement);
    return { kinds: ["key"], seq: 1 };
  };

/** By name; each is made many times, elsewhere each time. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  ...Object.fromEntries(
    COLUMNS.filter((name) => name !== "seq").map((name) => [`edit ${name}`, editColumn(name)]),
  ),
  ...Object.fromEntries(
    COLUMNS.filter((name) => name !== "seq").map((name) => [`spoil ${name}`, spoilBytes(name)]),
  ),
  "edit seq": (scene) => {
    const seq = somewhere(scene);
    scene.db.exec(`update audit_entries set seq = 500000 where seq = ${seq}`);
    return { kinds: ["dropped"], seq };
  },
  "drop one": (scene) => {
    const seq = somewhere(scene);
    scene.db.exec(`delete from audit_entries where seq = ${seq}`);
    return { kinds: ["dropped"], seq };
  },
  "drop several": (scene) => {
    const seq = somewhere(scene, 12);
    scene.db.exec(`delete from audit_entries where seq between ${seq} and ${seq + 9}`);
    return { kinds: ["dropped"], seq };
  },
  "drop one and number anew": (scene) => {
    const seq = somewhere(scene);
    scene.db.exec(`delete from audit_entries where seq = ${seq}`);
    shift(scene.db, seq + 1, -1);
    return { kinds: ["edited"], seq };
  },
  "exchange neighbours": swap(() => 1),
  "exchange far ones": swap(({ random }) => 10 + random.int(0, 39)),
  "insert without a number": insertForged("none"),
  "insert behind the last": insertForged("next"),
  "insert between": insertForged("between"),
  duplicate: (scene) => {
    const seq = somewhere(scene);
    scene.db.exec(`drop index audit_entries_seq; insert into audit_entries (${SELECTED})
      select ${SELECTED.replace('"id"', "'aud_twice'")} from audit_entries where seq = ${seq}`);
    return { kinds: ["duplicate"], seq };
  },
  "archived and there": (scene) => {
    const seq = someSegment(scene).firstSeq + 3;
    scene.db.exec(`insert into audit_entries (${SELECTED})
      select ${SELECTED.replace('"id"', "'aud_twice'").replace('"seq"', String(seq))} from audit_entries
      where seq = ${somewhere(scene)}`);
    return { kinds: ["duplicate"], seq };
  },
  "cut the tail": (scene) => {
    const last = somewhere(scene);
    scene.db.exec(`delete from audit_entries where seq > ${last}`);
    return { kinds: ["cut"], seq: last + 1 };
  },
  "cut the tail to what is archived": (scene) => {
    scene.db.exec("delete from audit_entries");
    const last = scene.original.segments * scene.original.segmentEntries;
    return { kinds: ["cut"], seq: last + 1 };
  },
  "edit and chain anew": (scene) => {
    const seq = somewhere(scene);
    scene.db.exec(`update audit_entries set actor_name = 'somebody' where seq = ${seq}`);
    chainAnew(scene, seq);
    return { kinds: ["rewritten"], seq, within: true };
  },
  "drop and chain anew": (scene) => {
    const seq = somewhere(scene);
    scene.db.exec(`delete from audit_entries where seq = ${seq}`);
    shift(scene.db, seq + 1, -1);
    chainAnew(scene, seq);
    return { kinds: ["rewritten"], seq, within: true };
  },
  "exchange and chain anew": (scene) => {
    const expected = swap(() => 1)(scene);
    chainAnew(scene, expected.seq ?? 0);
    return { kinds: ["rewritten"], seq: expected.seq, within: true };
  },
  "exchange bodies": (scene) => {
    const { firstSeq } = someSegment(scene);
    const { segmentEntries, segments } = scene.original;
    const other = 1 + (((firstSeq - 1) / segmentEntries + 1) % segments) * segmentEntries;
    scene.db.exec(`update audit_segments set body =
      (select body from audit_segments where first_seq = ${other}) where first_seq = ${firstSeq}`);
    return { kinds: ["segment"], seq: firstSeq };
  },
  "drop a segment": (scene) => {
    const { firstSeq } = someSegment(scene);
    scene.db.exec(`delete from audit_segments where first_seq = ${firstSeq}`);
    return { kinds: ["dropped"], seq: firstSeq };
  },
  "edit in a body": inBody((rows, at) =>
    rows.map((row, index) =>
      index === at ? row.with(CHAINED_COLUMNS.indexOf("actorName"), "x") : row,
    ),
  ),
  "drop from a body": inBody((rows, at) => rows.toSpliced(at, 1)),
  "exchange in a body": inBody((rows, at) => {
    const [one, two] = [rows[at] ?? [], rows[at + 1] ?? []];
    return rows.toSpliced(at, 2, two.with(0, one[0]), one.with(0, two[0]));
  }),
  "edit a segment's instants": editSegment("first_at = first_at - 1"),
  "edit a segment's end": editSegment("last_at = last_at + 1"),
  "edit a segment's last mac": editSegment("last_mac = last_mac || 'x'"),
  "edit a segment's first mac": editSegment("previous_mac = previous_mac || 'x'"),
  "edit a segment's sealing": editSegment("sealed_at = sealed_at + 1"),
  "edit a segment's seal": editSegment("mac = 'x' || mac"),
  "edit a segment's id": editSegment("id = id || 'x'"),
  "edit a segment's key": editSegment("key_id = 'auk_other'", "key"),
  "spoil a segment's id": editSegment("id = cast(x'ff41' as text)"),
  "spoil a segment's macs": editSegment("mac = cast(x'ff41' as text), last_mac = mac"),
  "spoil a segment's key": editSegment("key_id = cast(x'ff41' as text)", "key"),
  "break a body": editSegment("body = x'1f8b00'"),
  "delete the key": attackKey("delete from audit_keys"),
  "edit the key": attackKey(
    "update audit_keys set secret = substr(secret, 1, length(secret) - 4) || 'AAAA'",
  ),
  "backdate the key": attackKey("update audit_keys set created_at = created_at - 1"),
  "name the key otherwise": attackKey("update audit_keys set id = id || 'x'"),
};
