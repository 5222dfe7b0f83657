import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compute, pageWith, readInputs, standing, tables } from "./cost.mjs";

const page = readFileSync(new URL("cost.md", import.meta.url), "utf8");

test("the page has what the script computes from the benchmarks, the template and the prices", () =>
  assert.equal(page, pageWith(page, tables(readInputs())), "run node docs/cost.mjs --write"));

test("arm64 computes for less than x86_64, and more accounts cost more", () => {
  const inputs = readInputs();
  for (const part of ["reconcile", "vended", "deployment", "update"]) {
    assert.ok(compute(inputs, 10_000, "arm64")[part] < compute(inputs, 10_000, "x86_64")[part], part);
    assert.ok(compute(inputs, 1_000, "x86_64")[part] < compute(inputs, 10_000, "x86_64")[part], part);
  }
});

test("an idle month counts the metrics and alarms that the stack has", () => {
  const inputs = readInputs();
  assert.ok(inputs.metrics >= 20 && inputs.alarms >= 8 && inputs.memory === 0.5);
  assert.ok(`${inputs.alarms} alarms` in standing(inputs, 1));
});

test("a benchmark that is missing is named", () => {
  const inputs = readInputs();
  assert.throws(() => inputs.measured("time.no-such-work"), /no time\.no-such-work/);
});
