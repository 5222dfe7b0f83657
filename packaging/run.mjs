import { spawnSync } from "node:child_process";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, exit } from "./failure.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const artifacts = join(root, "artifacts");

/** A path relative to the root of the repository. */
export const shown = (path) => relative(root, path).replaceAll("\\", "/");

/** Says what comes next. */
export const step = (text) => console.log(`==> ${text}`);

const homes = {
  dotnet: "the .NET SDK 10: https://dot.net",
  npm: "Node 20 or later: https://nodejs.org",
  npx: "Node 20 or later: https://nodejs.org",
};

/**
 * Runs a command at the root, or in `cwd`. Its output is shown when it fails; `explain(output)` may then say what is
 * missing and what to do about it, which makes the exit code that of a missing prerequisite.
 */
export function run(command, args, { cwd = root, explain, shell = false } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    shell,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DOTNET_CLI_UI_LANGUAGE: "en", DOTNET_NOLOGO: "true" },
  });
  if (result.error?.code === "ENOENT")
    throw new Failure(exit.missing, `${command} was not found. You need ${homes[command]}`);
  if (result.error) throw new Failure(exit.failed, `${command} could not be started: ${result.error.message}`);
  if (result.status === 0) return;

  const output = `${result.stdout}${result.stderr}`;
  process.stderr.write(output);
  const explanation = explain?.(output);
  throw explanation
    ? new Failure(exit.missing, `\n${explanation}`)
    : new Failure(exit.failed, `\nFailed: ${command} ${args.join(" ")}`);
}
