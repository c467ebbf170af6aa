/**
 * The default export of a CommonJS package: Node gives the module, Next's bundler the function.
 * Safe because both are that same function, of the type that the package declares.
 */
export function importedDefault<T>(imported: T): T {
  if (typeof imported === "function") return imported;
  return Reflect.get(Object(imported), "default") as T;
}
