import type { CallEntry } from "../core/call-log";
import { imageState, type ImageState } from "../core/model";
import type { ControlContract } from "./contract";
import type { Fields } from "./fields";
import { imagesUsing, toImageView, toSnapshotView } from "./to-view";
import { places, type ControlCall, type Handlers } from "./verb";

export const truthVerbs: Handlers<
  | "summary"
  | "images"
  | "snapshots"
  | "calls"
  | "callCounts"
  | "clearCalls"
  | "waitForCalls"
  | "reboots"
> = {
  summary: ({ simulator }) => summarize({ simulator }),
  images: (call) => {
    const { input } = call;
    const now = call.simulator.world.now();
    const tag = readTag(input);
    const [imageId, name] = [input.optionalText("imageId"), input.optionalText("name")];
    const instanceId = input.optionalText("instanceId");
    const live = input.optionalFlag("live");
    const all = places(call)
      .flatMap((here) =>
        [...here.images.values(), ...here.removedImages.values()].map((image) => ({ here, image })),
      )
      .filter(({ image }) => (imageId ?? image.id) === image.id)
      .filter(({ image }) => (name ?? image.name) === image.name)
      .filter(({ image }) => instanceId === undefined || image.sourceInstanceId === instanceId)
      .filter(({ image }) => tag === undefined || image.tags.get(tag.key) === tag.value)
      .filter(({ image }) => live === undefined || isLive(imageState({ image, now })) === live);
    return page({
      input,
      all,
      seqOf: (one) => one.image.seq,
      toView: (one) => toImageView({ ...one, now }),
    });
  },
  snapshots: (call) => {
    const { input } = call;
    const now = call.simulator.world.now();
    const tag = readTag(input);
    const [id, volumeId] = [input.optionalText("snapshotId"), input.optionalText("volumeId")];
    const live = input.optionalFlag("live");
    const all = places(call)
      .flatMap((here) =>
        [...here.snapshots.values(), ...here.removedSnapshots.values()].map((snapshot) => ({
          here,
          snapshot,
        })),
      )
      .filter(({ snapshot }) => (id ?? snapshot.id) === snapshot.id)
      .filter(({ snapshot }) => (volumeId ?? snapshot.volumeId) === snapshot.volumeId)
      .filter(({ snapshot }) => tag === undefined || snapshot.tags.get(tag.key) === tag.value)
      .filter(({ snapshot }) => live === undefined || (snapshot.removed === undefined) === live);
    return page({
      input,
      all,
      seqOf: (one) => one.snapshot.seq,
      toView: (one) => toSnapshotView({ ...one, now }),
    });
  },
  calls: (call) => ({ items: findCalls(call), lastSeq: call.simulator.calls.lastSeq }),
  callCounts: ({ simulator, input }) =>
    simulator.calls.counts().filter((count) => matches({ input, of: count })),
  clearCalls: ({ simulator }) => {
    simulator.calls.clear();
    return { cleared: true };
  },
  waitForCalls: (call) => waitForCalls(call),
  reboots: ({ simulator, input }) =>
    simulator.world.reboots.filter((reboot) => matches({ input, of: reboot })),
};

const isLive = (state: ImageState): boolean =>
  state === "pending" || state === "available" || state === "disabled";

function summarize({
  simulator,
}: Pick<ControlCall, "simulator">): ControlContract["summary"]["output"] {
  const { world } = simulator;
  const now = world.now();
  const regions = world.regionWorlds();
  const images = {
    pending: 0,
    available: 0,
    invalid: 0,
    deregistered: 0,
    failed: 0,
    error: 0,
    disabled: 0,
  };
  let lostReplies = 0;
  for (const here of regions) {
    for (const image of [...here.images.values(), ...here.removedImages.values()]) {
      images[imageState({ image, now })] += 1;
      if (image.createdBy.replyLost === true || image.removed?.replyLost === true) lostReplies += 1;
    }
  }
  const sum = (count: (here: (typeof regions)[number]) => number): number =>
    regions.reduce((total, here) => total + count(here), 0);
  return {
    now,
    accounts: world.accounts.size,
    instances: sum((here) => here.instances.size),
    images,
    snapshots: {
      live: sum((here) => here.snapshots.size),
      deleted: sum((here) => here.removedSnapshots.size),
      orphaned: sum(
        (here) =>
          [...here.snapshots.values()].filter(
            ({ id }) => imagesUsing({ here, snapshotId: id }).length === 0,
          ).length,
      ),
    },
    reboots: world.reboots.length,
    calls: simulator.calls.lastSeq,
    lostReplies,
  };
}

function readTag(input: Fields): { key: string; value: string } | undefined {
  const tag = input.optionalFields("tag");
  return tag && { key: tag.text("key"), value: tag.text("value") };
}

function page<T, V>(of: {
  input: Fields;
  all: T[];
  seqOf: (item: T) => number;
  toView: (item: T) => V;
}): { items: V[]; nextAfterSeq: number | null } {
  const afterSeq = of.input.optionalNumber("afterSeq") ?? 0;
  const limit = of.input.optionalNumber("limit") ?? Infinity;
  const rest = of.all
    .filter((item) => of.seqOf(item) > afterSeq)
    .toSorted((a, b) => of.seqOf(a) - of.seqOf(b));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const more = rest.length > items.length && last !== undefined;
  return { items: items.map(of.toView), nextAfterSeq: more ? of.seqOf(last) : null };
}

const MATCHED = ["accountId", "region", "service", "action", "outcome"] as const;

function matches({ input, of }: { input: Fields; of: object }): boolean {
  return MATCHED.every((name) => {
    const wanted = input.optionalText(name);
    return wanted === undefined || !(name in of) || Reflect.get(of, name) === wanted;
  });
}

function findCalls({ simulator, input }: ControlCall): CallEntry[] {
  const afterSeq = input.optionalNumber("afterSeq") ?? 0;
  const limit = input.optionalNumber("limit") ?? 10_000;
  const found: CallEntry[] = [];
  for (const entry of simulator.calls.entries(afterSeq)) {
    if (!matches({ input, of: entry })) continue;
    found.push(entry);
    if (found.length === limit) break;
  }
  return found;
}

async function waitForCalls(call: ControlCall): Promise<ControlContract["waitForCalls"]["output"]> {
  const { simulator, input } = call;
  const count = input.optionalNumber("count") ?? 1;
  const timeoutMs = input.optionalNumber("timeoutMs") ?? 10_000;
  const done = (): CallEntry[] => findCalls(call).filter((entry) => entry.reply !== "waiting");
  let timedOut = false;
  if (done().length < count) {
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        stop();
        clearTimeout(timer);
        resolve();
      };
      const stop = simulator.calls.watch(() => {
        if (done().length >= count) finish();
      });
      const timer = setTimeout(() => {
        timedOut = true;
        finish();
      }, timeoutMs);
    });
  }
  return { items: done(), lastSeq: simulator.calls.lastSeq, timedOut };
}
