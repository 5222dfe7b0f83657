// node --test packaging
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compareVersions, glibcNeeds } from "./glibc.mjs";
import { hindrances, launchName } from "./template.mjs";
import { unzip, zip } from "./zip.mjs";

const files = [
  { name: "bootstrap", mode: 0o755, bytes: Buffer.from("\x7fELF") },
  { name: "B.txt", mode: 0o644, bytes: Buffer.from("second") },
  { name: "sub/ä.txt", mode: 0o644, bytes: Buffer.alloc(0) },
];
const script = fileURLToPath(new URL("build.mjs", import.meta.url));
const build = (...options) => spawnSync(process.execPath, [script, ...options], { encoding: "utf8" });

test("The order of the files does not change the bytes", () =>
  assert.deepEqual(zip(files), zip([...files].reverse())));

test("Another reader finds what was written, with its permissions", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.zip"), zip(files));
  const unzipped = spawnSync("unzip", ["-q", "package.zip"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  if (unzipped.error) {
    assert.ok(!process.env.LIFECYCLE_REQUIRE_TOOLS, "unzip is required here");
    return context.skip("install unzip to run this test");
  }

  assert.equal(unzipped.status, 0, unzipped.stderr);
  for (const file of files) assert.deepEqual(readFileSync(join(folder, file.name)), file.bytes);
  assert.equal(statSync(join(folder, "bootstrap")).mode & 0o777, 0o755);
  assert.equal(statSync(join(folder, "B.txt")).mode & 0o777, 0o644);
});

test("A package is read as it was written", () =>
  assert.deepEqual(
    unzip(zip(files)).map(({ name, bytes }) => [name, bytes]),
    [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, bytes }) => [name, bytes]),
  ));

test("A package that another program compressed is read", () => {
  const compressed = Buffer.from(
    "UEsDBBQAAAAIAAAAIQAlilvJBgAAACgAAAAMAAAAZm9sZGVyL2EudHh0S0wkDgAAUEsBAhQDFAAAAAgAAAAhAC" +
      "WKW8kGAAAAKAAAAAwAAAAAAAAAAAAAAIABAAAAAGZvbGRlci9hLnR4dFBLBQYAAAAAAQABADoAAAAwAAAAAAA=",
    "base64",
  );
  const [{ name, bytes }] = unzip(compressed);
  assert.deepEqual([name, String(bytes)], ["folder/a.txt", "a".repeat(40)]);
});

test("Versions of the C library are numbers, not text", () =>
  assert.deepEqual(["ABI_DT_RELR", "2.34", "2.2.5", "2.4"].sort(compareVersions), [
    "2.2.5",
    "2.4",
    "2.34",
    "ABI_DT_RELR",
  ]));

test("The versions that a binary needs are those that readelf tells", (context) => {
  const readelf = spawnSync("readelf", ["-VW", process.execPath], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (readelf.error) {
    assert.ok(!process.env.LIFECYCLE_REQUIRE_TOOLS, "readelf is required here");
    return context.skip("install binutils to run this test");
  }

  const told = readelf.stdout.slice(readelf.stdout.indexOf(".gnu.version_r")).matchAll(/Name: GLIBC_(\S+)/g);
  assert.deepEqual(
    glibcNeeds(readFileSync(process.execPath)),
    [...new Set(Array.from(told, ([, version]) => version))].sort(compareVersions),
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

test("An unknown option is told by exit code 2", () => {
  const { status, stderr } = build("--portabel");
  assert.equal(status, 2);
  assert.match(stderr, /--portabel[^]*--help/);
});
