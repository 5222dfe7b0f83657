import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, shown, step } from "./run.mjs";

/** npm and npx are scripts on Windows, and only a shell starts those. */
export const shell = process.platform === "win32";

const networkErrors = /\b(E40\d|E5\d\d|EAI_AGAIN|ECONN\w+|ENOTFOUND|ETIMEDOUT|ERR_SOCKET\w+|\w*CERT\w*)\b/;

/** Installs what the folder's package.json names, each in its one version; nothing if these versions are there already. */
export function install(folder) {
  const { dependencies, devDependencies } = readJson(folder, "package.json");
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  if (wanted.every(([name, version]) => installedVersion(folder, name) === version)) return;

  const names = wanted.map(([name, version]) => `${name} ${version}`).join(", ");
  step(`npm packages of ${shown(folder)}/: ${names}`);
  const explain = (output) => networkErrors.test(output) && `npm could not download ${names}: check the network, the proxy and npm's registry.`;
  run("npm", ["ci", "--no-fund", "--no-audit", "--loglevel", "error"], { cwd: folder, shell, explain });
}

function installedVersion(folder, name) {
  const path = join("node_modules", name, "package.json");
  return existsSync(join(folder, path)) ? readJson(folder, path).version : undefined;
}

const readJson = (folder, path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
