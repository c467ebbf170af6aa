import { z } from "zod";

export const SessionDto = z.object({
  /** The same from sign-in on; it opens nothing. */
  id: z.string(),
  /** `web` for a browser, `api` for a token of /api/login. */
  kind: z.enum(["web", "api"]),
  /** As the client calls itself, in words. */
  device: z.string(),
  address: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** At the latest; without a request it ends before. */
  expiresAt: z.iso.datetime(),
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionDto = z.infer<typeof SessionDto>;

export const EndedSessionsDto = z.object({ ended: z.number().int() });
export type EndedSessionsDto = z.infer<typeof EndedSessionsDto>;
