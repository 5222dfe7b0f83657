// node --test packaging
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compareVersions, glibcNeeds } from "./glibc.mjs";
import { hindrances, launchName } from "./template.mjs";

const script = fileURLToPath(new URL("build.mjs", import.meta.url));
const build = (...options) => spawnSync(process.execPath, [script, ...options], { encoding: "utf8" });

test("Versions of the C library are numbers, not text", () =>
  assert.deepEqual(["ABI_DT_RELR", "2.34", "2.2.5", "2.4"].sort(compareVersions), [
    "2.2.5",
    "2.4",
    "2.34",
    "ABI_DT_RELR",
  ]));

test("The versions that a binary needs are those that readelf shows", (context) => {
  const readelf = spawnSync("readelf", ["-VW", process.execPath], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (readelf.error) {
    assert.ok(!process.env.LIFECYCLE_REQUIRE_TOOLS, "readelf is required here");
    return context.skip("install binutils to run this test");
  }

  const shown = readelf.stdout.slice(readelf.stdout.indexOf(".gnu.version_r")).matchAll(/Name: GLIBC_(\S+)/g);
  assert.deepEqual(
    glibcNeeds(readFileSync(process.execPath)),
    [...new Set(Array.from(shown, ([, version]) => version))].sort(compareVersions),
  );
});

test("What is no binary is said to be none", () =>
  assert.throws(() => glibcNeeds(Buffer.from("#!/bin/sh")), /not a 64-bit/));

test("A template that needs the bootstrap, its assets or an answer is not self-contained", () => {
  const code = { S3Bucket: "cdk-hnb659fds-assets", S3Key: "x.zip" };
  const template = {
    Parameters: { BootstrapVersion: { Default: "" }, ArtifactBucket: {}, Key: {} },
    Resources: {
      function: { Type: "AWS::Lambda::Function", Properties: { Code: code } },
      CDKMetadata: { Type: "AWS::CDK::Metadata" },
    },
  };

  assert.deepEqual(hindrances(template), [
    "it asks for the bootstrap of CDK",
    "it names assets or paths of CDK",
    "it reports to CDK",
    "there is no parameter ArtifactPrefix",
    "the parameter Key has no default",
    "its functions take no package that is named by its content",
  ]);
});

test("A template's file is named as files are", () =>
  assert.equal(
    launchName("ControlTowerLifecycle-OrganizationsEvents.template.json"),
    "control-tower-lifecycle-organizations-events.template.json",
  ));

test("No option asks for help", () => {
  const { status, stdout } = build();
  assert.equal(status, 0);
  assert.match(stdout, /Usage: .*\n[^]*--portable[^]*Exit codes:/);
});

test("An unknown option ends with exit code 2", () => {
  const { status, stderr } = build("--portabel");
  assert.equal(status, 2);
  assert.match(stderr, /--portabel[^]*--help/);
});
