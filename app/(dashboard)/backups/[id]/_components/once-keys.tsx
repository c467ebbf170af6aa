import { Field } from "../../../../_components/field";

const FIELDS = [
  { name: "accessKeyId", label: "Access key ID", secret: false },
  { name: "secretAccessKey", label: "Secret access key", secret: true },
  { name: "sessionToken", label: "Session token, if the key is temporary", secret: true },
] as const;

/** Keys for this removal alone: sent once, used within 30 seconds, and never stored. */
export function OnceKeys({ errors }: { errors: Record<string, string[]> | undefined }) {
  return (
    <fieldset className="fieldset">
      <legend>No saved credential reaches its account</legend>
      <p className="muted m-0">
        Give keys of the account for this removal. They are used once, within 30 seconds, and never
        stored.
      </p>
      {FIELDS.map(({ name, label, secret }) => (
        <Field key={name} label={label} errors={errors?.[`credential.${name}`] ?? errors?.[name]}>
          {(control) => (
            <input
              {...control}
              className="form-control"
              name={name}
              type={secret ? "password" : "text"}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

export function toOnceCredential(form: FormData) {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const keys = {
    accessKeyId: text("accessKeyId"),
    secretAccessKey: text("secretAccessKey"),
  };
  const sessionToken = text("sessionToken");
  return sessionToken === ""
    ? { kind: "access_key" as const, ...keys }
    : { kind: "session" as const, ...keys, sessionToken };
}
