// The content security policy of the page allows exactly its own style and scripts.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { folder, livePage, policyWithHashes } from "./assemble.mjs";

const policy = /(?<=Content-Security-Policy" content=")[^"]*/;

test("The policy has the hashes of the files; LIFECYCLE_APPROVE=1 writes them", () => {
  const file = `${folder}page.html`;
  const text = readFileSync(file, "utf8");
  if (process.env.LIFECYCLE_APPROVE) writeFileSync(file, text.replace(policy, policyWithHashes()));
  else assert.equal(policy.exec(text)[0], policyWithHashes());
});

test("Every token of a file is replaced, and the token of the report occurs once", () => {
  assert.deepEqual(livePage().match(/\/\*[a-z]+\.(?:css|js)\*\//g), null);
  assert.equal(livePage().split("/*REPORT*/null").length, 2);
});
