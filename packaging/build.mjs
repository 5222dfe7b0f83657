// build.sh and build.ps1: the packages and the launch template, into artifacts/.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installCdk } from "./cdk.mjs";
import { writeChecksums } from "./checksums.mjs";
import { Failure, exit } from "./failure.mjs";
import { install } from "./npm.mjs";
import { buildNative, buildNativeArm64, buildPortable, buildTool } from "./packages.mjs";
import { artifacts, root } from "./run.mjs";
import { buildTemplate } from "./template.mjs";

const help = `Builds the packages and the launch template into artifacts/.

Usage: ./build.sh OPTION...        (Windows: .\\build.ps1 OPTION...)

  --portable   lifecycle-portable.zip: for Lambda's managed dotnet10 runtime; builds on any system
  --native     lifecycle-native.zip: native code for provided.al2023, x86_64; builds on Linux x64 with clang or gcc
  --arm64      lifecycle-native-arm64.zip: the same for arm64; builds on Linux x64 with clang, lld and the arm64 C library
  --tool       the operator's tool ctlifecycle: tool/ctlifecycle.VERSION.nupkg for "dotnet tool install", and on Linux x64
               the native binary tool-native/ctlifecycle, also as ctlifecycle-linux-x64.zip
  --template   control-tower-lifecycle.template.json: launches without CDK and without bootstrap. It takes the
               package that is built with it, the native one where both are; without either option the portable one.
               With --native and --arm64 its parameter Architecture chooses between the two
  --help       this text

The same source gives the same bytes with the same SDK, in whatever folder and at whatever commit. Beside each .zip lies a folder
with its content. SHA256SUMS has the checksums of all packages and templates. npm installs what is missing: the compressor into packaging/zip/,
and the CDK's command line into cdk/, for the next command: npx cdk.

Exit codes: 0 built; 1 a step failed; 2 the options make no sense; 3 something to build with is missing, and the
message says what.
`;

function readOptions() {
  const boolean = { type: "boolean", default: false };
  try {
    return parseArgs({
      options: { portable: boolean, native: boolean, arm64: boolean, tool: boolean, template: boolean, help: boolean },
    }).values;
  } catch (fault) {
    throw new Failure(exit.usage, `${fault.message}\nSee ./build.sh --help`);
  }
}

function build(options) {
  const { portable, native, arm64, tool, template, help: wantsHelp } = options;
  if (wantsHelp || !(portable || native || arm64 || tool || template)) {
    process.stdout.write(help);
    return;
  }

  install(join(root, "packaging", "zip"));
  const portableZip = portable || (template && !native) ? buildPortable() : undefined;
  const nativeZip = native ? buildNative() : undefined;
  const arm64Zip = arm64 ? buildNativeArm64() : undefined;
  if (tool) buildTool();
  if (template) buildTemplate(nativeZip ?? portableZip, nativeZip && arm64Zip);
  else if (portable || native || arm64) installCdk();
  writeChecksums(artifacts);
}

try {
  if (Number(process.versions.node.split(".")[0]) < 20)
    throw new Failure(exit.missing, `Node 20 or later is needed, and this is ${process.version}: https://nodejs.org`);
  build(readOptions());
} catch (fault) {
  if (!(fault instanceof Failure)) throw fault;
  console.error(fault.message);
  process.exitCode = fault.code;
}
