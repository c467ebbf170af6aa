/** Text fields by name; a repeated name, or one ending in `[]`, is a list. */
export function fromFormData(form: FormData): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    const isList = name.endsWith("[]");
    if (values.length === 0) continue;
    fields.set(isList ? name.slice(0, -2) : name, isList || values.length > 1 ? values : values[0]);
  }
  return Object.fromEntries(fields);
}
