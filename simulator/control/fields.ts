/** A control request that makes no sense; the answer is 400 with this message. */
export class ControlError extends Error {
  readonly status: number;
  constructor(message: string, { status = 400 } = {}) {
    super(message);
    this.status = status;
  }
}

/** Reads a JSON object field by field. From a query string everything is text, and read as such. */
export class Fields {
  readonly #values: Record<string, unknown>;

  constructor(input: unknown) {
    if (!isObject(input)) throw new ControlError("the request must be a JSON object");
    this.#values = input;
  }

  raw(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw new ControlError(`${name} is missing`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw new ControlError(`${name} must be text`);
    return value;
  }

  number(name: string): number {
    const value = this.optionalNumber(name);
    if (value === undefined) throw new ControlError(`${name} is missing`);
    return value;
  }

  optionalNumber(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    if (typeof number !== "number" || Number.isNaN(number)) {
      throw new ControlError(`${name} must be a number`);
    }
    return number;
  }

  optionalFlag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw new ControlError(`${name} must be true or false`);
  }

  /** An instant: epoch milliseconds or ISO 8601. */
  optionalInstant(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    const at =
      typeof value === "string" && !/^\d+$/.test(value) ? Date.parse(value) : Number(value);
    if (Number.isNaN(at)) throw new ControlError(`${name} must be an instant`);
    return at;
  }

  optionalChoice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    const choice = choices.find((one) => one === value);
    if (choice === undefined) {
      throw new ControlError(`${name} must be one of ${choices.join(", ")}`);
    }
    return choice;
  }

  optionalTexts(name: string): string[] | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
      throw new ControlError(`${name} must be a list of texts`);
    }
    return value;
  }

  optionalFields(name: string): Fields | undefined {
    const value = this.raw(name);
    return value === undefined || value === null ? undefined : new Fields(value);
  }

  optionalList(name: string): Fields[] | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) throw new ControlError(`${name} must be a list`);
    return value.map((one) => new Fields(one));
  }

  /** `{ key: value }` of texts, as tags are written. */
  optionalTextMap(name: string): Map<string, string> | undefined {
    const value = this.raw(name);
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) throw new ControlError(`${name} must be an object`);
    return new Map(
      Object.entries(value).map(([key, text]) => {
        if (typeof text !== "string") throw new ControlError(`${name}.${key} must be text`);
        return [key, text];
      }),
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
