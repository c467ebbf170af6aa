/** For a choice that no option says: a browser would show the first one in its place. */
export function LostOption(props: { value: string; known: readonly string[] }) {
  const { value, known } = props;
  if (value === "" || known.includes(value)) return null;
  return <option value={value}>The one it has now</option>;
}
