// The generated files of the Terraform modules in packaging/terraform: node packaging/terraform.mjs [--write]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Failure, exit } from "./failure.mjs";
import { outputsFile, parametersFile, variablesFile } from "./hcl.mjs";
import { artifacts, root, shown } from "./run.mjs";

const help = `Compares the generated files of the Terraform modules with the templates in artifacts/.

Usage: node packaging/terraform.mjs [--write]

  --write   writes the files that differ
  --help    this text

Exit codes: 0 the files are up to date; 1 a file differs; 2 an option is unknown; 3 a template is missing: ./build.sh --template
`;

/** The modules, and the template that each of them launches. */
export const modules = [
  { folder: "packaging/terraform", template: "control-tower-lifecycle.template.json" },
  {
    folder: "packaging/terraform/organizations-events",
    template: "control-tower-lifecycle-organizations-events.template.json",
  },
];

export function readTemplate({ template }) {
  const path = join(artifacts, template);
  if (!existsSync(path)) throw new Failure(exit.missing, `${shown(path)} is missing. Run ./build.sh --template`);
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The paths of a module's generated files, with the text that each must have. */
export function generated(module) {
  const template = readTemplate(module);
  const files = { "variables.tf": variablesFile(template), "parameters.tf": parametersFile(template) };
  if (template.Outputs) files["outputs.tf"] = outputsFile(template);
  return Object.entries(files).map(([name, text]) => ({ path: join(root, module.folder, name), text }));
}

export const outdated = () =>
  modules.flatMap(generated).filter(({ path, text }) => !existsSync(path) || readFileSync(path, "utf8") !== text);

function main() {
  const { write, help: wantsHelp } = readOptions();
  if (wantsHelp) return process.stdout.write(help);

  const files = outdated();
  for (const { path, text } of files) {
    if (write) writeFileSync(path, text);
    console.log(`${shown(path)} ${write ? "written" : "differs from the template: run node packaging/terraform.mjs --write"}`);
  }
  if (files.length > 0 && !write) process.exitCode = exit.failed;
}

function readOptions() {
  const boolean = { type: "boolean", default: false };
  try {
    return parseArgs({ options: { write: boolean, help: boolean } }).values;
  } catch (fault) {
    throw new Failure(exit.usage, `${fault.message}\nSee node packaging/terraform.mjs --help`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  try {
    main();
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    console.error(fault.message);
    process.exitCode = fault.code;
  }
