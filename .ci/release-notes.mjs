// The notes of a release, from CHANGELOG.md: node .ci/release-notes.mjs v1.2.3 "$(dotnet --version)"
// Fails if the tag is not the version of the source, or if the changelog has no section for it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** @param page The address of the source of the tag; links of the changelog are relative to it. */
export function releaseNotes(tag, sdk, properties, changelog, page = "") {
  const [, version] = /<VersionPrefix>(.*)<\/VersionPrefix>/.exec(properties) ?? [];
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and Directory.Build.props has version ${version}.`);

  const section = changelog
    .split(/^## /m)
    .find((text) => text.startsWith(`${version} `) || text.startsWith(`[${version}]`));
  if (!sdk) throw new Error("The version of the .NET SDK is missing: give it behind the tag.");
  if (!section) throw new Error(`CHANGELOG.md has no section "## ${version} - DATE".`);

  const notes = section.slice(section.indexOf("\n")).trim();
  return `${page ? notes.replace(/\]\((?!https?:|#)/g, `](${page}/`) : notes}

### Files

| file | is |
|---|---|
| \`control-tower-lifecycle.template.json\` | the launch template: put it and its package into a bucket with \`packaging/publish.mjs\`, then open the link |
| \`control-tower-lifecycle-organizations-events.template.json\` | its companion, if the home region is not the one in which Organizations sends its events |
| \`lifecycle-native-<hash>.zip\`, \`lifecycle-native-arm64-<hash>.zip\` | the packages of the launch template; its parameter \`Architecture\` chooses |
| \`lifecycle-native.zip\`, \`lifecycle-portable.zip\` | the packages, for the CDK app: \`-c package=PATH\` |
| \`lifecycle-native-arm64.zip\` | the native package for arm64, beside the one for x86_64: \`-c packageArm64=PATH\` |
| \`ctlifecycle-linux-x64.zip\` | the operator's tool for Linux x64; it needs no .NET |
| \`ctlifecycle.<version>.nupkg\` | the operator's tool for any system with .NET 10: \`dotnet tool install --global ctlifecycle --add-source FOLDER\` |

Check a file with \`gh attestation verify FILE --repo OWNER/REPOSITORY\`, all of them with \`sha256sum --check SHA256SUMS\`.
Built with the .NET SDK ${sdk}: the same source gives the same bytes with it.
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
  try {
    const [, , tag, sdk] = process.argv;
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
    const page = repository ? `${server}/${repository}/blob/${tag}` : "";
    process.stdout.write(releaseNotes(tag, sdk, read("Directory.Build.props"), read("CHANGELOG.md"), page));
  } catch (fault) {
    console.error(fault.message);
    process.exitCode = 1;
  }
}
