// Puts the files of a release into buckets, and prints quick-create links: node packaging/publish.mjs --help
import { pathToFileURL } from "node:url";
import { Failure, exit } from "./failure.mjs";
import { linkValues, readOptions, readPlaces } from "./publish/options.mjs";
import { readRelease } from "./publish/release.mjs";
import { isComplete, planFor, publish, report } from "./publish/run.mjs";
import { artifacts } from "./run.mjs";

const help = `Puts the launch templates, the package and the checksums of a release into your S3 buckets, one per region, and prints
links that open CloudFormation's page with the parameters filled in. Without --publish nothing is uploaded.

Usage: node packaging/publish.mjs [OPTION]... BUCKET...

  BUCKET                  a bucket whose name ends in its region, such as lifecycle-eu-west-1; or REGION=BUCKET
  --region REGION=BUCKET  a bucket and its region
  --publish               upload. Needs "npm ci --prefix packaging" once, and credentials as the AWS CLI finds them
  --dry-run               print what would be uploaded, and the links (the default)
  --replace               replace objects that have other bytes; otherwise nothing is uploaded then
  --from FOLDER           folder with the files of a release and SHA256SUMS (artifacts/)
  --prefix PREFIX         prefix of the object keys (control-tower-lifecycle/VERSION/)
  --parameter NAME=VALUE  value of a template parameter in the links
  --parameters FILE       values as "aws cloudformation create-stack --parameters file://FILE" takes them
  --stack-name NAME       name of the stack in the links (ControlTowerLifecycle)
  --endpoint URL          another S3 endpoint, as AWS_ENDPOINT_URL_S3
  --json                  print one JSON document
  --help                  this text

The files are compared with SHA256SUMS and all buckets are checked before the first upload. The package is uploaded first, the
template last, so a template in a bucket can always be launched. After a failure run the same command again: objects with
the same bytes are not uploaded again.

The credentials need s3:ListBucket on the bucket, s3:GetObject and s3:PutObject on its objects. Who launches the template needs
s3:GetObject.

Exit codes: 0 done; 1 not everything is in the buckets, or a file is damaged: action required; 2 the options are invalid;
3 something is missing, and the message says what; 4 not everything is in the buckets: the same command may succeed later.
`;

async function main(args) {
  const options = readOptions(args);
  if (options.help) return void process.stdout.write(help);

  const release = readRelease(options.from ?? artifacts);
  const places = readPlaces(options, release);
  const values = new Map(places.map((place) => [place, linkValues(release, options.given, place)]));
  const plan = planFor(release, places);
  if (options.publish) await publish(plan, options);

  const document = report(release, plan, values, { stackName: options.stackName, isDryRun: !options.publish });
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : text(document));
  for (const { place, failure, retryable } of plan.filter(({ failure }) => failure))
    console.error(`${place.region} ${place.bucket}: ${failure}. ${retryable ? "Run the same command again." : "Action required."}`);
  if (!plan.every(isComplete))
    process.exitCode = plan.every(({ failure, retryable }) => !failure || retryable) ? exit.retry : exit.failed;
}

function text({ version, dryRun, buckets }) {
  const lines = [`Control Tower Lifecycle ${version}${dryRun ? ": nothing is uploaded without --publish" : ""}`];
  for (const { region, bucket, objects, links = [] } of buckets) {
    lines.push("", `${region}  s3://${bucket}`);
    for (const { key, bytes, state } of objects) lines.push(`  ${state.padEnd(13)} ${key} (${(bytes / 1e6).toFixed(1)} MB)`);
    for (const link of links) lines.push(`  stack ${link.stack} in ${link.region}:`, `    ${link.url}`);
  }
  return `${lines.join("\n")}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  try {
    await main(process.argv.slice(2));
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    console.error(fault.message);
    process.exitCode = fault.code;
  }
