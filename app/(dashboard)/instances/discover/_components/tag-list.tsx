const SHOWN = 2;

/** The first tags that are not the name; all of them on hover. */
export function TagList({ tags }: { tags: Readonly<Record<string, string>> }) {
  const shown = Object.entries(tags)
    .filter(([key]) => key !== "Name")
    .toSorted(([a], [b]) => Number(a.startsWith("aws:")) - Number(b.startsWith("aws:")));
  if (shown.length === 0) return <span className="muted">None</span>;
  const all = shown.map(([key, value]) => `${key} = ${value}`).join("\n");
  return (
    <span className="tags" title={all}>
      {shown.slice(0, SHOWN).map(([key, value]) => (
        <span key={key} className="tag cut hostile" dir="auto">
          {value === "" ? key : `${key}=${value}`}
        </span>
      ))}
      {shown.length > SHOWN ? <span className="muted">+{shown.length - SHOWN}</span> : null}
    </span>
  );
}
