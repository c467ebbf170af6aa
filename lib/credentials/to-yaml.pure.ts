type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Words that YAML takes for values; IAM has an operator of the name `Null`. */
const MEANT_OTHERWISE = /^(null|true|false|yes|no|on|off)$/i;

/** Block style; every text is quoted as in JSON, which YAML reads alike. */
export function toYaml(value: unknown): string {
  return `${lines(value as Yaml).join("\n")}\n`;
}

function lines(value: Yaml): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: Yaml) => {
      const [first = "", ...rest] = isEmpty(item) ? [JSON.stringify(item)] : lines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (value === null || typeof value !== "object") return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([key, item]) => {
    const name =
      /^[A-Za-z]\w+$/.test(key) && !MEANT_OTHERWISE.test(key) ? key : JSON.stringify(key);
    if (item === null || typeof item !== "object" || isEmpty(item)) {
      return [`${name}: ${JSON.stringify(item)}`];
    }
    return [`${name}:`, ...lines(item).map((line) => `  ${line}`)];
  });
}

function isEmpty(value: Yaml): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
