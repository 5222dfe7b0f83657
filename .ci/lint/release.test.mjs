// The release workflow does what docs/security.md says of it.
import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";

const read = (name) => readFileSync(new URL(`../../.github/workflows/${name}.yml`, import.meta.url), "utf8");
const workflow = read("release");
const job = (name, text = workflow) => new RegExp(`^  ${name}:\\n((?: {4}.*\\n|\\n)+)`, "m").exec(text)[1];

test("Only a tag on main is released", () => {
  assert.match(job("tag"), /fetch-depth: 0/);
  assert.match(job("tag"), /git merge-base --is-ancestor "\$GITHUB_SHA" origin\/main/);
  assert.match(job("package"), /^    needs: tag$/m);
});

test("Two machines build packages, tools and templates", () => {
  assert.match(job("package"), /machine: \[first, second\]/);
  assert.match(job("package"), /build\.sh --portable --native --arm64 --tool --template/);
  assert.match(job("package"), /name: release-\$\{\{ matrix\.machine \}\}/);
});

test("The native packages are linked as those that CI tests", () => {
  const tools = (text) => text.match(/^ +(container: .*|- run: (?:apt-get|\.ci\/arm64\.sh) .*)$/gm);
  assert.equal(tools(job("package")).length, 3);
  assert.deepEqual(tools(job("package")), tools(job("native", read("ci"))));
});

test("The published native packages are compared with those that CI tested", () => {
  const hash = "?".repeat(16);
  for (const name of ["lifecycle-native", "lifecycle-native-arm64"])
    for (const copy of [name, `${name}-${hash}`])
      assert.ok(job("publish").includes(`cmp native/${name}.zip release/${copy}.zip\n`), copy);
});

test("Publishing waits for the tests, the check of the tag and the approval", () => {
  assert.match(job("publish"), /^    needs: \[ci, tag, package\]$/m);
  assert.match(job("publish"), /^    environment: release$/m);
});

test("The files are compared, then attested, then published", () => {
  const steps = ["diff --recursive release second", "sha256sum --check", "actions/attest@", "gh release create"];
  const places = steps.map((step) => job("publish").indexOf(step));

  assert.ok(!places.includes(-1));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
});

test("Every published file has a provenance", () => {
  const [, attested] = /subject-path: \|\n((?: {12}.*\n)+)/.exec(job("publish"));
  const published = /--notes-file notes\.md\n\s+(.*)$/m.exec(job("publish"))[1].split(" ");

  assert.deepEqual(
    attested.trim().split(/\s+/),
    published.map((file) => `release/${file.replace("./", "")}`),
  );
});

test("Every file that the build names in SHA256SUMS is published", () => {
  const build = readFileSync(new URL("../../packaging/checksums.mjs", import.meta.url), "utf8");
  const [, endings] = /released = \/\\\.\((.*)\)\$\//.exec(build);
  const [, uploaded] = /path: \|\n((?: {12}.*\n)+)/.exec(job("package"));

  for (const ending of endings.replaceAll("\\", "").split("|")) assert.match(uploaded, new RegExp(`artifacts/\\*\\.${ending}\n`));
});
