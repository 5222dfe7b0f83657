// The report page as its writers assemble it: the files of the folder, then the report.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const folder = fileURLToPath(new URL("../../src/ControlTowerLifecycle.Cli/Report/", import.meta.url));

const read = (name) => readFileSync(folder + name, "utf8");
const parts = readdirSync(folder).filter((name) => /\.(?:css|js)$/.test(name));

/** The page without a report: it is live. */
export function livePage() {
  return parts.reduce((page, name) => page.replace(`/*${name}*/`, () => read(name)), read("page.html"));
}

export function pageWith(report) {
  return livePage().replace("/*REPORT*/null", () => JSON.stringify(report).replaceAll("<", "\\u003c"));
}

/** The content security policy that the files need. */
export function policyWithHashes() {
  const tokens = [...read("page.html").matchAll(/\/\*([a-z]+\.(?:css|js))\*\//g)].map(([, name]) => name);
  const hashes = (ending) => tokens.filter((name) => name.endsWith(ending))
    .map((name) => `'sha256-${createHash("sha256").update(read(name)).digest("base64")}'`).join(" ");
  return `default-src 'none'; style-src ${hashes(".css")}; script-src ${hashes(".js")}; `
    + "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
}
