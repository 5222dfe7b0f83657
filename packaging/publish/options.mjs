// The command line of publish.mjs.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Failure, exit } from "../failure.mjs";
import { faultsOf, missingIn } from "../parameters.mjs";
import { javascriptPattern } from "../patterns.mjs";
import { readPlace } from "./places.mjs";

const list = { type: "string", multiple: true, default: [] };
const flag = { type: "boolean", default: false };
const options = {
  region: list,
  parameter: list,
  parameters: { type: "string" },
  from: { type: "string" },
  prefix: { type: "string" },
  "stack-name": { type: "string", default: "ControlTowerLifecycle" },
  endpoint: { type: "string" },
  publish: flag,
  "dry-run": flag,
  replace: flag,
  json: flag,
  help: flag,
};

const usage = (message) => new Failure(exit.usage, `${message}\nSee node packaging/publish.mjs --help`);

export function readOptions(args) {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (fault) {
    throw usage(fault.message);
  }
  const { values, positionals } = parsed;
  const buckets = [...positionals, ...values.region];
  if (values.help || args.length === 0) return { help: true };
  if (values.publish && values["dry-run"]) throw usage("--publish and --dry-run exclude each other.");
  if (values.region.some((text) => !text.includes("="))) throw usage("--region needs REGION=BUCKET.");
  if (buckets.length === 0) throw usage("Which bucket? Enter BUCKET or --region REGION=BUCKET.");
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(values["stack-name"]))
    throw usage(`'${values["stack-name"]}' is not the name of a stack.`);
  if (values.endpoint && !URL.canParse(values.endpoint)) throw usage(`'${values.endpoint}' is not a URL.`);
  return { ...values, buckets, stackName: values["stack-name"], given: readValues(values) };
}

/** The buckets, once each, and the prefix of all objects. */
export function readPlaces({ buckets, prefix }, { template, version }) {
  const { ArtifactBucket, ArtifactPrefix } = template.Parameters;
  const folder = prefix ?? `control-tower-lifecycle/${version}/`;
  if (!javascriptPattern(ArtifactPrefix.AllowedPattern).test(folder))
    throw usage(`--prefix '${folder}': ${ArtifactPrefix.ConstraintDescription}`);

  const places = buckets.map((text) => ({ ...readPlace(text, ArtifactBucket), prefix: folder }));
  const twice = places.find(({ region }, at) => places.findIndex((other) => other.region === region) !== at);
  if (twice) throw usage(`Two buckets are in ${twice.region}. One bucket serves a region.`);
  return places;
}

/** The values of the link's parameters. A link is in histories and logs, so no secret is put into one. */
export function linkValues({ template }, given, place) {
  const values = { ...given, ArtifactBucket: place.bucket, ArtifactPrefix: place.prefix };
  const faults = faultsOf(template, given);
  for (const [name, value] of Object.entries(given)) {
    if (template.Parameters[name]?.NoEcho)
      faults.push(`${name}: a link must not contain a secret. Enter it on the console's page.`);
    if (values[name] !== value) faults.push(`${name}: the value follows from the bucket and --prefix.`);
  }
  faults.push(...missingIn(template, values).map((name) => `${name}: the parameter is required.`));
  if (faults.length > 0) throw usage(faults.join("\n"));
  return values;
}

function readValues({ parameter, parameters }) {
  const entries = parameter.map((text) => {
    const at = text.indexOf("=");
    if (at <= 0) throw usage(`--parameter needs NAME=VALUE, not '${text}'.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
  const all = [...(parameters ? readFile(parameters) : []), ...entries];
  return Object.fromEntries(all);
}

/** The file that `aws cloudformation create-stack --parameters file://FILE` takes. */
function readFile(path) {
  let content;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (fault) {
    throw usage(`--parameters ${path}: ${fault.message}`);
  }
  if (!Array.isArray(content) || content.some((item) => typeof item?.ParameterKey !== "string"))
    throw usage(`--parameters ${path}: the file must be a list of {"ParameterKey": "…", "ParameterValue": "…"}.`);
  return content.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]);
}
