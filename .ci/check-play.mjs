// Checks the document of `--json` against its description in README.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const play = JSON.parse(readFileSync(process.argv[2], "utf8"));
assert.equal(play.succeeded, true);
assert.deepEqual(play.organization.failed, []);
assert.deepEqual(play.touched, []);
assert.equal(play.deadLetters, 0);
assert.deepEqual(play.acts.map((act) => act.name), ["deploy", "vend", "trouble", "reconcile", "update", "delete"]);
assert.ok(play.acts.every((act) => act.seconds >= 0 && act.faults.length === 0));

const { total, skipped } = play.organization;
assert.equal(play.organization.protected + skipped.length, total);
assert.deepEqual(skipped.map((account) => account.reason).sort(), ["not governed: no execution role", "suspended"]);
const seconds = play.acts.reduce((sum, act) => sum + act.seconds, 0);
console.log(`${total} accounts, ${play.organization.protected} protected, ${seconds.toFixed(1)} s`);
