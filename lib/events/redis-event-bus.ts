import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { Logger } from "../logger";
import type { EventBus } from "./event-bus";
import { createLocalEventBus } from "./local-event-bus";

export interface RedisEventBusOptions {
  /** A `request` connection; not closed here. */
  publisher: Redis;
  /** A `subscriber` connection of its own; not closed here. */
  subscriber: Redis;
  channel: string;
  log: Logger;
}

/**
 * Wake-ups across processes by Redis pub/sub. Listeners of this process are called directly, so
 * that they hear of their own writes also while Redis is away.
 */
export async function createRedisEventBus(options: RedisEventBusOptions): Promise<EventBus> {
  const { publisher, subscriber, channel, log } = options;
  const local = createLocalEventBus();
  const self = randomUUID();
  let publishing = false;
  let closed = false;
  const publish = (): void => {
    publishing = false;
    publisher.publish(channel, self).catch((err: unknown) => {
      log.debug({ err }, "a wake-up was not published; open pages see it by their slow poll");
    });
  };
  const onMessage = (heard: string, sender: string): void => {
    if (heard === channel && sender !== self) local.wake();
  };
  // Whatever was published while the connection was down is lost: look once.
  let missedSome = false;
  const onClose = (): void => {
    missedSome = true;
  };
  const onReady = (): void => {
    if (missedSome) local.wake();
    missedSome = false;
  };
  subscriber.on("message", onMessage);
  subscriber.on("close", onClose);
  subscriber.on("ready", onReady);
  await subscriber.subscribe(channel);
  return {
    wake() {
      if (closed) return;
      local.wake();
      // A transaction may wake a hundred times; one message says it all.
      if (!publishing) setImmediate(publish);
      publishing = true;
    },
    subscribe: (listener) => local.subscribe(listener),
    async close() {
      closed = true;
      subscriber.off("message", onMessage);
      subscriber.off("close", onClose);
      subscriber.off("ready", onReady);
      await local.close();
      if (subscriber.status === "ready") await subscriber.unsubscribe(channel);
    },
  };
}
