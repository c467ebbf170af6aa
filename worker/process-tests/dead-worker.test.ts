import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createChannel } from "#lib/channels/create-channel";
import { HOUR, MINUTE } from "#lib/clock";
import { alertMembers, alerts } from "#lib/db/schema/index";
import { GRACE_MIN_MS } from "#lib/schedules/grace.pure";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { userContext } from "#lib/testing/contexts";
import { signedIn } from "#lib/testing/people";
import { followAll } from "#lib/testing/fleet";
import { startHttpReceiver } from "#lib/testing/http-receiver";
import { hasRedis } from "#lib/testing/redis-server";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

/** Of an hourly schedule: its start window and the least grace. */
const OVERDUE_AFTER_MS = HOUR + GRACE_MIN_MS;

describe.skipIf(!hasRedis)(
  "a web process whose only worker was killed",
  () => {
    let worlds: RedisWorlds;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
    });
    afterAll(() => worlds.close());

    test("tells a real server, and finds what is overdue within 60 s of its grace", async () => {
      const world = await worlds.create();
      const receiver = await startHttpReceiver();
      await ensureDefaults(world.runtime);
      const { id } = await world.protect();
      await createChannel(await signedIn(userContext(world.runtime, "admin")), {
        kind: "webhook",
        name: "incidents",
        url: `${receiver.url}/incidents`,
        signingKey: "not-a-real-signing-key",
      });
      await world.start("web");
      const worker = await world.start("worker");
      worker.child.kill("SIGKILL");
      await worker.ended;
      const overdueAt = await expectInThePast(world, id);
      await world.until("the instance is a member of the alert", async () => {
        const rows = await world.runtime.db.read.select().from(alertMembers);
        return rows.some(({ entityId }) => entityId === id);
      });
      await receiver.until(1);
      expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
        event: "opened",
        alert: { kind: "scheduler.silent", severity: "critical" },
      });
      const { read } = world.runtime.db;
      expect(await read.select().from(alerts)).toMatchObject([
        { kind: "scheduler.silent", status: "open", memberCount: 2 },
      ]);
      const member = (await read.select().from(alertMembers)).find(
        ({ entityId }) => entityId === id,
      );
      const lateMs = (member?.addedAt ?? 0) - overdueAt;
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThanOrEqual(MINUTE);
      receiver.close();
    });

    /** An hourly run that nobody started, whose grace ends half a minute from now at least. */
    async function expectInThePast(world: RedisWorld, id: string): Promise<number> {
      const soon = Math.ceil((world.now() + MINUTE / 2) / MINUTE) * MINUTE;
      const dueAt = soon - OVERDUE_AFTER_MS;
      world.runtime.clock.set(dueAt - MINUTE);
      const schedule = `${new Date(dueAt).getUTCMinutes()} * * * *`;
      await followAll(world.runtime, [id], { schedule, zone: "UTC" });
      return soon;
    }
  },
  90_000,
);
