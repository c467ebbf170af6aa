import { Link } from "./link";

/** To the entries of the audit log that fit; for those who may read it. */
export function AuditLink(props: {
  of: { actorId: string } | { target: string; targetId: string };
  label?: string;
}) {
  const query = new URLSearchParams({ ...props.of });
  return <Link href={`/audit?${query.toString()}`}>{props.label ?? "In the audit log"}</Link>;
}
