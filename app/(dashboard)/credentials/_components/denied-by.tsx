/** AWS's own sentence on what is denied: it says by which policy, and only the want of one is mended by a statement. */
export function DeniedBy({ note }: { note: string | null }) {
  if (note === null) return null;
  return (
    <>
      <p className="muted small hostile m-0">{note}</p>
      <p className="muted small m-0">
        Where this names an explicit deny, a statement is not enough: the policy that denies it has
        to be changed.
      </p>
    </>
  );
}
