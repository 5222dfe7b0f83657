import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";

test("Dependabot updates every folder with npm packages", () => {
  const root = new URL("../../", import.meta.url);
  const config = readFileSync(new URL(".github/dependabot.yml", root), "utf8");
  const [, listed] = /package-ecosystem: npm\n    directories:\n((?: {6}- .*\n)+)/.exec(config);
  const locks = execFileSync("git", ["ls-files", "package-lock.json", "*/package-lock.json"], { cwd: root, encoding: "utf8" });

  assert.deepEqual(
    Array.from(listed.matchAll(/- (.*)/g), ([, folder]) => folder),
    locks.trim().split("\n").map((path) => `/${dirname(path)}`),
  );
});
