import { AwsError, invalidValue, missingParameter } from "../core/errors";

/** A request's input as a tree, whatever protocol it came in by. */
export interface InputNode {
  value?: string;
  children?: Map<string, InputNode>;
}

const EMPTY: ReadonlyMap<string, InputNode> = new Map();

function toPlain(node: InputNode): unknown {
  if (node.children === undefined) return node.value ?? "";
  const params = new Params(node);
  const isList = node.children.size === 1 && node.children.has("member");
  return isList ? params.plainList("member") : params.toPlain();
}

/** Reads a tree; every reader throws AWS's own refusal for what does not fit. */
export class Params {
  readonly #node: InputNode;
  readonly path: string;

  constructor(node: InputNode, path = "") {
    this.#node = node;
    this.path = path;
  }

  names(): string[] {
    return [...(this.#node.children ?? EMPTY).keys()];
  }

  has(name: string): boolean {
    return (this.#node.children ?? EMPTY).has(name);
  }

  text(name: string): string | undefined {
    return this.#node.children?.get(name)?.value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") throw missingParameter(this.#lowerFirst(name));
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const lower = value.toLowerCase();
    if (lower === "true") return true;
    if (lower === "false") return false;
    throw new AwsError(
      "InvalidParameterValue",
      `Invalid value '${value}' for ${name}. Must be true or false.`,
    );
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value)) throw invalidValue(name, value, "Expecting an integer.");
    return Number(value);
  }

  list(name: string): string[] {
    return this.#items(name).flatMap((item) => item.value ?? []);
  }

  plainList(name: string): unknown[] {
    return this.#items(name).map(toPlain);
  }

  structures(name: string): Params[] {
    return this.#items(name).map((item, i) => new Params(item, `${this.path}${name}.${i + 1}.`));
  }

  structure(name: string): Params | undefined {
    const node = this.#node.children?.get(name);
    return node === undefined ? undefined : new Params(node, `${this.path}${name}.`);
  }

  /** As JSON would have it: a node whose only child is `member` is a list. Every leaf is text. */
  toPlain(): Record<string, unknown> {
    return Object.fromEntries(
      [...(this.#node.children ?? EMPTY)].map(([name, node]) => [name, toPlain(node)]),
    );
  }

  #items(name: string): InputNode[] {
    const children = this.#node.children?.get(name)?.children;
    if (children === undefined) return [];
    return [...children]
      .filter(([key]) => /^\d+$/.test(key))
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([, node]) => node);
  }

  #lowerFirst(name: string): string {
    return `${this.path}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  }
}
