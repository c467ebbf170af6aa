import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createLogger } from "../logger";
import { closeRedis, connectRedis, waitForRedis } from "../redis";
import { hasRedis, startRedis, type TestRedis } from "../testing/redis-server";
import type { EventBus } from "./event-bus";
import { createLocalEventBus } from "./local-event-bus";
import { createRedisEventBus } from "./redis-event-bus";

const log = createLogger({ component: "test", level: "silent" });

interface BusUnderTest {
  bus: EventBus;
  close(): Promise<void>;
}

/** What every driver promises. */
function describeBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`events on ${name}`, () => {
    let opened: BusUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test("a wake-up reaches every listener, and none that unsubscribed", async () => {
      const heard: string[] = [];
      const stop = opened.bus.subscribe(() => heard.push("gone"));
      opened.bus.subscribe(() => heard.push("first"));
      opened.bus.subscribe(() => heard.push("second"));
      stop();
      opened.bus.wake();
      await vi.waitFor(() => expect(heard).toEqual(["first", "second"]));
    });

    test("the same function subscribed twice hears twice and stops one at a time", async () => {
      const listener = vi.fn<() => void>();
      const stop = opened.bus.subscribe(listener);
      opened.bus.subscribe(listener);
      opened.bus.wake();
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2));
      stop();
      opened.bus.wake();
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(3));
    });

    test("nothing is heard after close", async () => {
      const listener = vi.fn<() => void>();
      opened.bus.subscribe(listener);
      await opened.bus.close();
      opened.bus.wake();
      await new Promise((resolve) => setImmediate(resolve));
      expect(listener).not.toHaveBeenCalled();
    });
  });
}

describeBus("the local driver", async () => {
  const bus = createLocalEventBus();
  return { bus, close: () => bus.close() };
});

describe.skipIf(!hasRedis)("Redis", () => {
  let server: TestRedis;
  let count = 0;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const open = async (channel = `test-${count++}`) => {
    const publisher = connectRedis({ url: server.url, purpose: "request", log });
    const subscriber = connectRedis({ url: server.url, purpose: "subscriber", log });
    await waitForRedis(publisher, 5_000);
    const bus = await createRedisEventBus({ publisher, subscriber, channel, log });
    const close = async (): Promise<void> => {
      await bus.close();
      await closeRedis(publisher);
      await closeRedis(subscriber);
    };
    return { bus, publisher, subscriber, close };
  };
  describeBus("Redis", () => open());

  test("a wake-up reaches other processes, once for many in one turn", async () => {
    const here = await open("shared");
    const there = await open("shared");
    const heard = vi.fn<() => void>();
    const marker = vi.fn<() => void>();
    there.bus.subscribe(heard);
    for (let i = 0; i < 100; i++) here.bus.wake();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    here.bus.subscribe(marker);
    there.bus.wake();
    await vi.waitFor(() => expect(marker).toHaveBeenCalledTimes(1));
    expect(heard).toHaveBeenCalledTimes(2);
    await here.close();
    await there.close();
  });

  test("after a lost connection everyone looks once, and is heard again", async () => {
    const here = await open("shared");
    const there = await open("shared");
    const heard = vi.fn<() => void>();
    there.bus.subscribe(heard);
    there.subscriber.disconnect(true);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), { timeout: 5_000 });
    await vi.waitFor(
      () => {
        here.bus.wake();
        expect(heard.mock.calls.length).toBeGreaterThan(1);
      },
      { timeout: 5_000 },
    );
    await here.close();
    await there.close();
  });
});
