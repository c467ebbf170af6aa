import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { LostOption } from "./lost-option";

function shown(value: string): string {
  return renderToStaticMarkup(
    <select defaultValue={value}>
      <LostOption value={value} known={["a"]} />
      <option value="a">A</option>
    </select>,
  );
}

it("shows a choice that is not among the options, and nothing beside one that is", () => {
  expect(shown("b")).toContain('<option value="b" selected="">The one it has now</option>');
  expect(shown("a")).not.toContain("The one it has now");
  expect(shown("")).not.toContain("The one it has now");
});
