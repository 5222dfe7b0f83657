import { existsSync } from "node:fs";
import { join } from "node:path";
import { install } from "./npm.mjs";
import { root } from "./run.mjs";

/** The folder of the CDK app. */
export const app = join(root, "cdk");

/** Installs the CDK's command line, so that `npx cdk` works in the app's folder. */
export function installCdk() {
  // The packages alone can be built from a copy of their sources.
  if (existsSync(join(app, "package.json"))) install(app);
}
