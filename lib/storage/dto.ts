import { z } from "zod";

const Stored = {
  /** Available images. */
  images: z.number().int(),
  /** Their full size, at most: snapshots share unchanged blocks. */
  bytes: z.number().int(),
};

export const StorageDto = z.object({
  now: z.object({
    ...Stored,
    /** US dollars, an upper bound: `bytes` in GiB times the price. */
    monthlyUsdAtMost: z.number(),
  }),
  /** The assumption: US dollars for a GiB of snapshots in a month. */
  usdPerGiBMonth: z.number(),
  /** At each day's end, oldest first; the last one is today, by now. */
  days: z.array(
    z.object({
      /** `yyyy-mm-dd`, UTC. */
      day: z.string(),
      ...Stored,
    }),
  ),
});
export type StorageDto = z.infer<typeof StorageDto>;
