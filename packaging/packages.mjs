import { createHash } from "node:crypto";
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkFixedAddress } from "./elf.mjs";
import { Failure, exit } from "./failure.mjs";
import { checkGlibc } from "./glibc.mjs";
import { artifacts, run, shown, step } from "./run.mjs";
import { unzip, zip } from "./zip/zip.mjs";

// The build of the solution analyzes the same sources; the native compiler reports its own warnings in any case.
const unanalyzed = ["-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];

/** For the managed runtime, which starts `dotnet exec bootstrap.dll`: an executable would be dead weight. */
export function buildPortable() {
  step("portable package");
  publish("portable", ["-p:UseAppHost=false"]);
  return pack("portable");
}

/** For the bare runtime, which starts `bootstrap`. */
export function buildNative() {
  step("native package");
  return native("native", ["-r", "linux-x64", "-p:PublishAot=true"]);
}

/** The same for arm64 (Graviton). It is compiled on x64 and linked by lld, with Debian's C library of arm64. */
export function buildNativeArm64() {
  step("native package, arm64");
  return native("native-arm64", [
    "-r",
    "linux-arm64",
    "-p:PublishAot=true",
    "-p:LinkerFlavor=lld",
    "-p:ObjCopyName=aarch64-linux-gnu-objcopy",
  ]);
}

function native(kind, options) {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Failure(
      exit.missing,
      "The native packages are linked on Linux x64: use a machine, a container or WSL. --portable builds everywhere.",
    );
  // The targets of the native compiler hand the linker a path without quotes.
  if (/\s/.test(artifacts))
    throw new Failure(
      exit.missing,
      `The native packages cannot be linked in a folder with a space in its path: ${artifacts}`,
    );

  publish(kind, options, explainNative);
  chmodSync(join(artifacts, kind, "bootstrap"), 0o755);
  checked(() => checkFixedAddress(join(artifacts, kind, "bootstrap")));
  console.log(`    needs GLIBC_${checked(() => checkGlibc(join(artifacts, kind, "bootstrap")))} at most`);
  return pack(kind);
}

/** The operator's tool: a .NET tool package, and a native binary on Linux x64. */
export function buildTool() {
  const project = "src/ControlTowerLifecycle.Cli";
  step("tool package");
  const output = join(artifacts, "tool");
  rmSync(output, { recursive: true, force: true });
  const options = ["-c", "Release", "--nologo", "-v", "quiet", "--artifacts-path", join(artifacts, ".build", "tool"), "-o", output, ...unanalyzed];
  run("dotnet", ["pack", project, ...options]);
  for (const name of readdirSync(artifacts).filter((name) => name.endsWith(".nupkg"))) rmSync(join(artifacts, name));
  for (const name of readdirSync(output)) {
    // NuGet writes the time of the build into the package; the content is the same each time.
    const bytes = zip(unzip(readFileSync(join(output, name))));
    for (const folder of [output, artifacts]) writeFileSync(join(folder, name), bytes);
  }
  if (process.platform !== "linux" || process.arch !== "x64") return;

  step("native tool");
  publish("tool-native", ["-r", "linux-x64", "-p:PublishAot=true"], explainNative, project);
  chmodSync(join(artifacts, "tool-native", "ctlifecycle"), 0o755);
  return pack("tool-native", "ctlifecycle-linux-x64", "ctlifecycle");
}

function explainNative(output) {
  if (/NU110[123].*(NativeAOT|ILCompiler)/i.test(output))
    return "The package source has no native compiler and runtime pack for net10.0: add a source that has them.";
  if (/Platform linker .* not found/i.test(output))
    return "The native package needs a C toolchain: install clang or gcc, and the headers of zlib.";
  if (/aarch64-linux-gnu|lld|cannot find .*(crt1|libc)/i.test(output))
    return (
      "The native package for arm64 is linked with Debian's packages clang, lld, binutils-aarch64-linux-gnu, " +
      "libc6-dev-arm64-cross and libstdc++-12-dev-arm64-cross: install them."
    );
}

function checked(check) {
  try {
    return check();
  } catch (fault) {
    throw new Failure(exit.failed, fault.message);
  }
}

// In a folder of its own, so that a build of the solution beside it is neither used nor disturbed.
function publish(kind, options, explain, project = "src/ControlTowerLifecycle.Functions") {
  const output = join(artifacts, kind);
  rmSync(output, { recursive: true, force: true });
  run(
    "dotnet",
    [
      "publish",
      project,
      "-c",
      "Release",
      "--nologo",
      "-v",
      "quiet",
      "--artifacts-path",
      join(artifacts, ".build", kind),
      "-o",
      output,
      ...unanalyzed,
      ...options,
    ],
    { explain },
  );
}

function pack(kind, archive = `lifecycle-${kind}`, executable = "bootstrap") {
  const folder = join(artifacts, kind);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath ?? file.path, file.name))
    .map((file) => ({
      name: file.slice(folder.length + 1).replaceAll("\\", "/"),
      mode: file === join(folder, executable) ? 0o755 : 0o644,
      bytes: readFileSync(file),
    }));
  const path = join(artifacts, `${archive}.zip`);
  const bytes = zip(entries);
  writeFileSync(path, bytes);
  console.log(`    ${shown(path)}  ${(bytes.length / 1e6).toFixed(1)} MB, ${entries.length} files`);
  console.log(`    sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
  return path;
}
