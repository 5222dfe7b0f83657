import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { app, installCdk } from "./cdk.mjs";
import { Failure, exit } from "./failure.mjs";
import { shell } from "./npm.mjs";
import { artifacts, run, shown, step } from "./run.mjs";

const places = ["ArtifactBucket", "ArtifactPrefix"];
const objectName = /lifecycle-[a-z0-9-]+-[0-9a-f]{16}\.zip/;
const objectNames = new RegExp(objectName, "g");

/**
 * The app's own template with `-c launch=true`: the package then comes from a bucket that is a parameter. A package's
 * name there follows from its content, because CloudFormation updates a function only when the name changes; it is put beside
 * the template under that name.
 */
export function buildTemplate(packagePath, arm64Path) {
  const packages = [packagePath, arm64Path].filter(Boolean);
  step(`launch template, with ${packages.map(shown).join(" and ")}`);
  const output = synthesize(packagePath, arm64Path);
  for (const old of readdirSync(artifacts).filter((name) => /\.template\.json$/.test(name) || objectName.test(name)))
    rmSync(join(artifacts, old));

  for (const file of readdirSync(output).filter((name) => name.endsWith(".template.json")))
    take(join(output, file), file, packages);
}

function synthesize(packagePath, arm64Path) {
  const quoted = (text) => (shell ? `"${text}"` : text);
  installCdk();
  const output = join(artifacts, ".build", "launch");
  rmSync(output, { recursive: true, force: true });
  const context = ["-c", "launch=true", "-c", quoted(`package=${packagePath}`)];
  if (arm64Path) context.push("-c", quoted(`packageArm64=${arm64Path}`));
  run("npx", ["--no-install", "cdk", "synth", "--quiet", "--output", quoted(output), ...context], { cwd: app, shell });
  return output;
}

function take(file, name, packages) {
  const template = JSON.parse(readFileSync(file, "utf8"));
  const faults = hindrances(template);
  if (faults.length > 0)
    throw new Failure(exit.failed, `Does not launch by itself: ${shown(file)}\n  ${faults.join("\n  ")}`);

  const path = join(artifacts, launchName(name));
  writeFileSync(path, `${JSON.stringify(template, null, 2)}\n`);
  console.log(`    ${shown(path)}`);
  for (const object of objectsOf(template)) {
    copyFileSync(packages.find((path) => object === withHash(path)), join(artifacts, object));
    console.log(
      `    ${shown(join(artifacts, object))}: upload it, under this name, to ArtifactBucket and ArtifactPrefix`,
    );
  }
}

/** `ControlTowerLifecycle-Other.template.json` is called `control-tower-lifecycle-other.template.json`. */
export const launchName = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();

/** As the template names a package: `lifecycle-native.zip` with a hash of its content. */
function withHash(path) {
  const hash = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
  return `${basename(path, ".zip")}-${hash}.zip`;
}

/** The names of the packages that the template's functions take from the bucket. */
export function objectsOf(template) {
  const keys = Object.values(template.Resources)
    .filter((resource) => resource.Type === "AWS::Lambda::Function")
    .flatMap((resource) => JSON.stringify(resource.Properties.Code.S3Key ?? "").match(objectNames) ?? []);
  return new Set(keys);
}

/** What would keep a template from being launched in the console with nothing else at hand. */
export function hindrances(template) {
  const { Parameters: parameters = {}, Rules: rules = {}, Resources: resources } = template;
  const faults = [];
  if (parameters.BootstrapVersion || rules.CheckBootstrapVersion) faults.push("it asks for the bootstrap of CDK");
  const text = JSON.stringify(template);
  if (/cdk-hnb659fds|aws:asset:|aws:cdk:path/.test(text)) faults.push("it names assets or paths of CDK");
  if (Object.values(resources).some((resource) => resource.Type === "AWS::CDK::Metadata"))
    faults.push("it reports to CDK");

  if (Object.values(resources).some((resource) => resource.Properties?.Code?.S3Bucket)) {
    for (const place of places) if (!parameters[place]) faults.push(`there is no parameter ${place}`);
    for (const [name, parameter] of Object.entries(parameters))
      if (!places.includes(name) && parameter.Default === undefined)
        faults.push(`the parameter ${name} has no default`);
    if (objectsOf(template).size === 0) faults.push("its functions take no package that is named by its content");
  }
  return faults;
}
