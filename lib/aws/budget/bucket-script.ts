import { ROUNDING, RECOVERY_PER_SECOND, SLOW_AGAIN_AFTER_MS, SPEED_MIN } from "./token-bucket.pure";

/** A bucket nobody touched for so long is full speed again; then the database speaks for it. */
const KEEP_MS = 600_000;

/**
 * token-bucket.pure.ts in Redis, by Redis's clock, in one step.
 *
 * KEYS: the bucket. ARGV: operation (`take`, `admits`, `slow`), capacity, refill per second,
 * `withinMs` of `admits`, tokens to begin with or "" while unknown, now in ms or "" for Redis's.
 * Answers with the result, or -1 when there is no such bucket and nothing to begin with.
 */
export const BUCKET_SCRIPT = `
local operation, capacity, refill = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local withinMs, seed, now = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local recovery, rounding = ${RECOVERY_PER_SECOND}, ${ROUNDING}
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local stored = redis.call('HMGET', KEYS[1], 'tokens', 'speed', 'updatedAt', 'slowedAt')
local tokens, speed = tonumber(stored[1]), tonumber(stored[2])
local updatedAt, slowedAt = tonumber(stored[3]), tonumber(stored[4])
if not tokens then
  if not seed then return -1 end
  tokens, speed, updatedAt, slowedAt = seed, 1, now, 0
end

local function integral(from, seconds)
  local rising = math.min(seconds, (1 - from) / recovery)
  return from * rising + recovery * rising * rising / 2 + (seconds - rising)
end
local function secondsFor(from, area)
  local rising = (1 - from) / recovery
  local risen = integral(from, rising)
  if area >= risen then return rising + (area - risen) end
  return (math.sqrt(from * from + 2 * recovery * area) - from) / recovery
end

local seconds = (now - updatedAt) / 1000
if seconds > 0 then
  tokens = math.min(capacity, tokens + refill * integral(speed, seconds))
  speed = math.min(1, speed + recovery * seconds)
end
updatedAt = now

local answer = 0
if operation == 'take' then
  if tokens >= 1 - rounding then
    tokens = math.max(0, tokens - 1)
  else
    answer = math.max(1, math.ceil(1000 * secondsFor(speed, (1 - tokens) / refill) - rounding))
  end
elseif operation == 'admits' then
  answer = math.floor(tokens + refill * integral(speed, withinMs / 1000) + rounding)
else
  tokens = 0
  if now < slowedAt or now - slowedAt >= ${SLOW_AGAIN_AFTER_MS} then
    speed = math.max(${SPEED_MIN}, speed / 2)
    slowedAt = now
  end
end

local exact = '%.17g'
redis.call('HSET', KEYS[1], 'tokens', exact:format(tokens), 'speed', exact:format(speed),
  'updatedAt', exact:format(updatedAt), 'slowedAt', exact:format(slowedAt))
redis.call('PEXPIRE', KEYS[1], ${KEEP_MS})
return answer
`;
