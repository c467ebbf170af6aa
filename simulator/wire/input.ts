import { AwsError } from "../core/errors";

export interface InputRules {
  /** Code of a member that is missing or out of range: `ValidationException`, … */
  invalidCode: string;
}

/** Reads parsed JSON; every reader throws the service's own refusal for what does not fit. */
export class Input {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #rules: InputRules;
  readonly #path: string;

  constructor(values: unknown, rules: InputRules, path = "") {
    if (!isObject(values)) throw unreadable(path === "" ? "the body" : path);
    this.#values = values;
    this.#rules = rules;
    this.#path = path;
  }

  names(): string[] {
    return Object.keys(this.#values);
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  /** As it came; null counts as left out. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? (this.#values[name] ?? undefined) : undefined;
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === "string") return value;
    throw unreadable(this.#at(name));
  }

  required(name: string): string {
    return this.text(name) ?? this.#missing(name);
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    throw unreadable(this.#at(name));
  }

  /** Query sends numbers as text. */
  number(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    throw unreadable(this.#at(name));
  }

  integer(name: string): number | undefined {
    const value = this.number(name);
    if (value === undefined || Number.isSafeInteger(value)) return value;
    throw unreadable(this.#at(name));
  }

  requiredInteger(name: string): number {
    return this.integer(name) ?? this.#missing(name);
  }

  /** Epoch milliseconds of epoch seconds (JSON) or ISO 8601 (Query). */
  instant(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const at = typeof value === "number" ? value * 1000 : Date.parse(String(value));
    if (Number.isFinite(at)) return at;
    throw unreadable(this.#at(name));
  }

  /** Base64 in JSON; bytes where the body itself is the member. */
  bytes(name: string): Buffer | undefined {
    const value = this.raw(name);
    if (value === undefined || Buffer.isBuffer(value)) return value;
    if (typeof value === "string") return Buffer.from(value, "base64");
    throw unreadable(this.#at(name));
  }

  list(name: string): string[] {
    return this.#items(name).map((value, i) => {
      if (typeof value === "string") return value;
      throw unreadable(`${this.#at(name)}.${i + 1}`);
    });
  }

  structures(name: string): Input[] {
    return this.#items(name).map(
      (value, i) => new Input(value, this.#rules, `${this.#at(name)}.${i + 1}`),
    );
  }

  structure(name: string): Input | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : new Input(value, this.#rules, this.#at(name));
  }

  /** `{ key: text }`; a Map, so that `__proto__` is a key like any other. */
  textMap(name: string): Map<string, string> {
    const map = this.structure(name);
    return new Map(map?.names().map((key) => [key, map.text(key) ?? ""]));
  }

  /** A member as a person would write it, whatever its type: faults match on it. */
  shown(name: string): string {
    const value = this.raw(name);
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  }

  /** AWS's sentence for a member that breaks a rule of the model. */
  invalid(name: string, rule: string): AwsError {
    const value = this.raw(name);
    const shown = value === undefined ? "Value null" : `Value '${this.shown(name)}'`;
    return new AwsError(
      this.#rules.invalidCode,
      `1 validation error detected: ${shown} at '${this.#at(name)}' failed to satisfy constraint: Member must ${rule}`,
    );
  }

  #missing(name: string): never {
    throw this.invalid(name, "not be null");
  }

  #items(name: string): unknown[] {
    const value = this.raw(name);
    if (value === undefined || value === "") return [];
    if (Array.isArray(value)) return value;
    throw unreadable(this.#at(name));
  }

  #at(name: string): string {
    const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    return this.#path === "" ? member : `${this.#path}.member.${member}`;
  }
}

const unreadable = (at: string): AwsError =>
  new AwsError("SerializationException", `${at} does not have the type that it must have`);

export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
  );
}
