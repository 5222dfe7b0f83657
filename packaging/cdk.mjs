import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, run, step } from "./run.mjs";

/** The folder of the CDK app. */
export const app = join(root, "cdk");

/** npm and npx are scripts on Windows, and only a shell starts those. */
export const shell = process.platform === "win32";

/** Installs the CDK's command line, so that `npx cdk` works in the app's folder; nothing where it is there already. */
export function installCdk() {
  // The packages alone can be built from a copy of their sources.
  if (!existsSync(join(app, "package.json")) || existsSync(join(app, "node_modules"))) return;

  step("the CDK's command line, for npx cdk in cdk/");
  run("npm", ["ci", "--no-fund", "--no-audit", "--silent"], { cwd: app, shell });
}
