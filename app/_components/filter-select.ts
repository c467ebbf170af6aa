import type { FilterSelect } from "./filter-bar";

/** What it may say, with a name for people unless it is its own. */
export type Choice = string | readonly [value: string, label: string];

/** `every` is what it says while it narrows nothing. */
export function filterSelect(of: {
  name: string;
  label: string;
  every: string;
  choices: readonly Choice[];
}): FilterSelect {
  const { name, label, every, choices } = of;
  const options = choices.map((choice) => {
    const [value, text] = typeof choice === "string" ? [choice, choice] : choice;
    return { value, label: text };
  });
  return { name, label, options: [{ value: "", label: every }, ...options] };
}

export function accountSelect(choices: readonly Choice[]): FilterSelect {
  return filterSelect({ name: "account", label: "Account", every: "Every account", choices });
}

export function regionSelect(choices: readonly Choice[]): FilterSelect {
  return filterSelect({ name: "region", label: "Region", every: "Every region", choices });
}
