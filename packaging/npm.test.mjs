import { test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exit } from "./failure.mjs";
import { install } from "./npm.mjs";
import { temporaryFolder } from "./testing/tools.mjs";

/** A folder that wants a package, of which it may have a version. */
function folderWith(context, installed) {
  const folder = temporaryFolder(context);
  const write = (path, content) => writeFileSync(join(folder, path), JSON.stringify(content));
  write("package.json", { dependencies: { example: "1.2.3" } });
  const locked = { version: "1.2.3", resolved: "http://127.0.0.1:9/example.tgz" };
  const packages = { "": { dependencies: { example: "1.2.3" } }, "node_modules/example": locked };
  write("package-lock.json", { lockfileVersion: 3, packages });
  mkdirSync(join(folder, "node_modules/example"), { recursive: true });
  if (installed) write("node_modules/example/package.json", { version: installed });
  writeFileSync(join(folder, ".npmrc"), "registry=http://127.0.0.1:9/\nfetch-retries=0\n");
  return folder;
}

test("A version that is there already is not installed again", (context) => install(folderWith(context, "1.2.3")));

for (const installed of [undefined, "1.2.2"])
  test(`A failed download names the package and what to check; installed is ${installed}`, (context) => {
    const folder = folderWith(context, installed);
    assert.throws(() => install(folder), (fault) => {
      assert.equal(fault.code, exit.missing);
      assert.match(fault.message, /npm could not download example 1\.2\.3: check the network, the proxy/);
      return true;
    });
  });
