/** How the filled fleet looks; SQL expressions over `i`, the instance's or the backup's number. */
export interface FleetShape {
  instances: number;
  backups: number;
  now: number;
}

export const ACCOUNTS = 40;
export const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1", "ap-southeast-2"] as const;
export const SCHEDULES = 6;
export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Nothing comes due while something is measured. */
const FIRST_DUE_MS = 2 * HOUR_MS;

export const ids = {
  account: (number: string | number) => idOf("acc", number),
  credential: (number: string | number) => idOf("crd", number),
  schedule: (number: string | number) => idOf("sch", number),
  instance: (number: string | number) => idOf("ins", number),
  link: (number: string | number) => idOf("lnk", number),
  backup: (number: string | number) => idOf("bak", number),
};

/** As text for a number, as SQL for an expression. */
function idOf(prefix: string, number: string | number): string {
  if (typeof number === "number") return `${prefix}_${String(number).padStart(26, "0")}`;
  return `printf('${prefix}_%026d', ${number})`;
}

/** The next due moment of schedule `number`, and so of all its instances. */
export function nextDueAt({ now }: FleetShape, number: number): number {
  const soonest = now + FIRST_DUE_MS + number * 3 * HOUR_MS;
  return Math.ceil(soonest / HOUR_MS) * HOUR_MS;
}

/** SQL: of the instance `i`. */
export function nextDueSql(shape: FleetShape, instance: string): string {
  return `(${nextDueAt(shape, 0)} + (${instance} % ${SCHEDULES}) * ${3 * HOUR_MS})`;
}

/** SQL: backups are dealt out in rounds of all instances, the newest first, one a day. */
export function dueSql(shape: FleetShape): string {
  return `(${nextDueSql(shape, instanceSql(shape))} - (1 + i / ${shape.instances}) * ${DAY_MS})`;
}

export function instanceSql({ instances }: FleetShape): string {
  return `(i % ${instances})`;
}

export function accountSql(instance: string): string {
  return ids.account(`(${instance} % ${ACCOUNTS})`);
}

export function regionSql(instance: string): string {
  const cases = REGIONS.map((region, index) => `when ${index} then '${region}'`);
  return `case (${instance} / ${ACCOUNTS}) % ${REGIONS.length} ${cases.join(" ")} end`;
}

export function ec2IdSql(instance: string): string {
  return `printf('i-%017x', ${instance} * 2654435761)`;
}

/** One in fifty did not go well, one in twenty was removed by its policy. */
export const STATUS_SQL = `case
  when (i * 7919) % 1000 < 8 then 'failed'
  when (i * 7919) % 1000 < 14 then 'missed'
  when (i * 7919) % 1000 < 20 then 'skipped'
  when (i * 7919) % 1000 < 70 and i >= 1000 then 'deleted'
  else 'available' end`;
