import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { releaseNotes } from "./release-notes.mjs";

const properties = "<VersionPrefix>1.2.3</VersionPrefix>";
const changelog =
  "# Changelog\n\n## Unreleased\n\n### Added\n- later\n\n## 1.2.3 - 2026-01-02\n\n### Added\n- now\n\n## 1.2.2 - 2026-01-01\n- before\n";

test("The notes are the section of that version, and no other", () => {
  const notes = releaseNotes("v1.2.3", "10.0.100", properties, changelog);
  assert.match(notes, /^### Added\n- now\n/);
  assert.doesNotMatch(notes, /later|before/);
});

test("Links lead to the files of the tag", () => {
  const linked = changelog.replace("- now", "- [now](docs/a.md#b), [there](https://example.com), [here](#files)");
  const notes = releaseNotes("v1.2.3", "10.0.100", properties, linked, "https://github.com/o/r/blob/v1.2.3");
  assert.match(notes, /\[now\]\(https:\/\/github\.com\/o\/r\/blob\/v1\.2\.3\/docs\/a\.md#b\), \[there\]\(https:\/\/example\.com\), \[here\]\(#files\)/);
});

test("The changelog has notes for the version of the source", () => {
  const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
  const [, version] = /<VersionPrefix>(.*)<\/VersionPrefix>/.exec(read("Directory.Build.props"));
  assert.match(releaseNotes(`v${version}`, "10.0.100", read("Directory.Build.props"), read("CHANGELOG.md")), /\w/);
});

test("A tag that is not the version of the source is refused", () =>
  assert.throws(() => releaseNotes("v1.3.0", "10.0.100", properties, changelog), /The tag is v1.3.0, and .* 1.2.3/));

test("A version without a section in the changelog is refused", () =>
  assert.throws(() => releaseNotes("v1.2.4", "10.0.100", properties.replace("1.2.3", "1.2.4"), changelog), /no section/));

test("The notes name the SDK, for the same source gives the same bytes with the same SDK only", () => {
  assert.match(releaseNotes("v1.2.3", "10.0.100", properties, changelog), /Built with the \.NET SDK 10\.0\.100:/);
  assert.throws(() => releaseNotes("v1.2.3", "", properties, changelog), /version of the \.NET SDK is missing/);
});
