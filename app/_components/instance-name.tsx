import { Link } from "./link";

/** The Name tag is hostile text: one line, its own direction, never the only way to tell. */
export function InstanceName(props: { id: string; name: string; instanceId: string }) {
  const { name, instanceId } = props;
  return (
    <span className="cell-title">
      <Link href={`/instances/${props.id}`} className="cut hostile" dir="auto" title={name}>
        {name === "" ? instanceId : name}
      </Link>
      <code className="muted">{name === "" ? "no Name tag" : instanceId}</code>
    </span>
  );
}
