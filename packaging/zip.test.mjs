// The .zip files: needs npm ci --prefix packaging/zip once.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { sha256 } from "./checksums.mjs";
import { require, temporaryFolder } from "./testing/tools.mjs";
import { unzip, zip } from "./zip/zip.mjs";

const files = [
  { name: "bootstrap", mode: 0o755, bytes: likeCode(700_000) },
  { name: "B.txt", mode: 0o644, bytes: Buffer.from("second") },
  { name: "sub/ä.txt", mode: 0o644, bytes: Buffer.alloc(0) },
];

/** Bytes that repeat themselves in parts, as those of an executable do; the same ones each time. */
function likeCode(length) {
  const bytes = Buffer.alloc(length);
  let state = 1;
  const next = (limit) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % limit;
  for (let at = 0; at < length; ) {
    const copied = at > 1000 && next(4) > 0 ? bytes.copy(bytes, at, at - 1 - next(1000), at - 1 + next(60)) : 0;
    at += copied;
    if (copied === 0 && at < length) bytes[at++] = next(1 << 20) >> 12;
  }
  return bytes;
}

test("The order of the files does not change the bytes", () =>
  assert.deepEqual(zip(files), zip([...files].reverse())));

// fflate's version and level decide these bytes. If they change, a package of an old release can no longer be built again
// with the new tools.
test("The same files give the same bytes on every machine", () =>
  assert.equal(sha256(zip(files)), "e9e2f16376b916e880b549778eaf2d9e7692f67c17dc9cab0cb2ffb97a141b49"));

test("Node's own zlib reads what was compressed", () => {
  const [bootstrap] = zip([files[0]]).toString("latin1").split("PK\x01\x02");
  const body = Buffer.from(bootstrap, "latin1").subarray(30 + "bootstrap".length);
  assert.ok(body.length < files[0].bytes.length);
  assert.deepEqual(inflateRawSync(body), files[0].bytes);
});

test("A package is read as it was written", () =>
  assert.deepEqual(
    unzip(zip(files)).map(({ name, bytes }) => [name, bytes]),
    [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, bytes }) => [name, bytes]),
  ));

test("Bytes that do not get shorter are stored", () => {
  const random = Buffer.from("9e3779b97f4a7c15f39cc0605cedc834", "hex");
  assert.ok(zip([{ name: "a", mode: 0o644, bytes: random }]).includes(random));
});

test("unzip finds what was written, with its permissions", (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, "package.zip"), zip(files));
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } };
  const unzipped = spawnSync("unzip", ["-q", "package.zip"], options);
  if (!require(context, !unzipped.error, "unzip is not on PATH")) return;

  assert.equal(unzipped.status, 0, unzipped.stderr);
  for (const file of files) assert.deepEqual(readFileSync(join(folder, file.name)), file.bytes);
  assert.equal(statSync(join(folder, "bootstrap")).mode & 0o777, 0o755);
  assert.equal(statSync(join(folder, "B.txt")).mode & 0o777, 0o644);
});

test("A package that another program compressed is read", () => {
  const compressed = Buffer.from(
    "UEsDBBQAAAAIAAAAIQAlilvJBgAAACgAAAAMAAAAZm9sZGVyL2EudHh0S0wkDgAAUEsBAhQDFAAAAAgAAAAhAC" +
      "WKW8kGAAAAKAAAAAwAAAAAAAAAAAAAAIABAAAAAGZvbGRlci9hLnR4dFBLBQYAAAAAAQABADoAAAAwAAAAAAA=",
    "base64",
  );
  const [{ name, bytes }] = unzip(compressed);
  assert.deepEqual([name, String(bytes)], ["folder/a.txt", "a".repeat(40)]);
});
