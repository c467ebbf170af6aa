import { AwsError } from "../core/errors";

type Kind = "image" | "snapshot" | "instance" | "volume";

const KINDS = {
  image: { prefix: "ami", malformed: "InvalidAMIID.Malformed", missing: "InvalidAMIID.NotFound" },
  snapshot: {
    prefix: "snap",
    malformed: "InvalidSnapshotID.Malformed",
    missing: "InvalidSnapshot.NotFound",
  },
  instance: {
    prefix: "i",
    malformed: "InvalidInstanceID.Malformed",
    missing: "InvalidInstanceID.NotFound",
  },
  volume: {
    prefix: "vol",
    malformed: "InvalidParameterValue",
    missing: "InvalidVolume.NotFound",
  },
} as const;

/** Eight or seventeen hex digits after the prefix; AWS refuses anything else as malformed. */
export function checkIds({ kind, ids }: { kind: Kind; ids: readonly string[] }): void {
  const { prefix, malformed } = KINDS[kind];
  const form = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  const bad = ids.find((id) => !form.test(id));
  if (bad === undefined) return;
  const message =
    kind === "volume" || kind === "snapshot"
      ? `Value (${bad}) for parameter ${kind}Id is invalid. Expected: '${prefix}-...'.`
      : `Invalid id: "${bad}" (expecting "${prefix}-...")`;
  throw new AwsError(malformed, message);
}

export function notFound({ kind, ids }: { kind: Kind; ids: readonly string[] }): AwsError {
  const list = ids.join(", ");
  const messages: Record<Kind, string> = {
    image:
      ids.length === 1
        ? `The image id '[${list}]' does not exist`
        : `The image ids '[${list}]' do not exist`,
    snapshot: `The snapshot '${ids[0] ?? ""}' does not exist.`,
    instance:
      ids.length === 1
        ? `The instance ID '${list}' does not exist`
        : `The instance IDs '${list}' do not exist`,
    volume: `The volume '${ids[0] ?? ""}' does not exist.`,
  };
  return new AwsError(KINDS[kind].missing, messages[kind]);
}

export function kindOf(id: string): Kind | undefined {
  const prefix = id.slice(0, id.indexOf("-"));
  return (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind].prefix === prefix);
}
