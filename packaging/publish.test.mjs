// Publishing a release: what is uploaded and in which order, what is refused, and the links.
import { test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventsTemplate, mainTemplate } from "./publish/release.mjs";
import { packageBytes, packageName, writeRelease } from "./testing/release.mjs";
import { builtTemplates, command, startMoto, temporaryFolder } from "./testing/tools.mjs";

const release = (context) => writeRelease(temporaryFolder(context));
const publish = (...args) => command("publish.mjs", args);
const keys = [packageName, "SHA256SUMS", eventsTemplate, mainTemplate].map((name) => `control-tower-lifecycle/4.5.6/${name}`);
const valuesOf = (link) => new URLSearchParams(link.slice(link.indexOf("?", link.indexOf("#")) + 1));

test("Without --publish the plan and the links are printed, and no network is used", async (context) => {
  const { status, stdout, stderr } = await publish("--from", release(context), "--json", "lifecycle-eu-west-1");
  const [bucket] = JSON.parse(stdout).buckets;

  assert.equal(status, 0, stderr);
  assert.deepEqual(bucket.objects.map(({ key, state }) => [key, state]), keys.map((key) => [key, "planned"]));
  assert.equal(JSON.parse(stdout).complete, false);
});

test("A link opens the template with bucket, prefix and values filled in", async (context) => {
  const given = ["--parameter", "NotificationEmail=a+b@example.com", "--parameter", "Schedule=weekly"];
  const { stdout } = await publish("--from", release(context), "--json", ...given, "--region", "eu-west-1=packages");
  const [main, events] = JSON.parse(stdout).buckets[0].links;

  assert.match(main.url, /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudformation\/home\?region=eu-west-1#\/stacks\/quickcreate\?/);
  assert.deepEqual(Object.fromEntries(valuesOf(main.url)), {
    templateURL: `https://packages.s3.eu-west-1.amazonaws.com/control-tower-lifecycle/4.5.6/${mainTemplate}`,
    stackName: "ControlTowerLifecycle",
    param_NotificationEmail: "a+b@example.com",
    param_Schedule: "weekly",
    param_ArtifactBucket: "packages",
    param_ArtifactPrefix: "control-tower-lifecycle/4.5.6/",
  });
  assert.equal(events.region, "us-east-1");
  assert.equal(valuesOf(events.url).get("param_HomeRegion"), "eu-west-1");
});

for (const [region, host, object, events] of [
  ["us-east-1", "us-east-1.console.aws.amazon.com", "https://b-us-east-1.s3.us-east-1.amazonaws.com/", []],
  ["us-gov-east-1", "console.amazonaws-us-gov.com", "https://b-us-gov-east-1.s3.us-gov-east-1.amazonaws.com/", ["us-gov-west-1"]],
  ["cn-north-1", "console.amazonaws.cn", "https://b-cn-north-1.s3.cn-north-1.amazonaws.com.cn/", ["cn-northwest-1"]],
])
  test(`Links of ${region} lead to the console and the S3 of its partition`, async (context) => {
    const { stdout } = await publish("--from", release(context), "--json", `b-${region}`);
    const [main, ...others] = JSON.parse(stdout).buckets[0].links;

    assert.equal(new URL(main.url).host, host);
    assert.ok(valuesOf(main.url).get("templateURL").startsWith(object));
    assert.deepEqual(others.map((link) => link.region), events);
  });

for (const [bucket, region] of [
  ["acme-ct-lifecycle-eu-west-1", "eu-west-1"],
  ["x-us-gov-west-1", "us-gov-west-1"],
  ["acme-cn-north-1", "cn-north-1"],
  ["a-us-eu-west-1", "eu-west-1"],
  ["us-lifecycle-gov-ap-southeast-2", "ap-southeast-2"],
])
  test(`Bucket ${bucket} is in ${region}`, async (context) => {
    const { status, stdout, stderr } = await publish("--from", release(context), "--json", bucket);
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout).buckets[0].region, region);
  });

test("A bucket with dots in its name is in the path, because TLS does not cover it as a host", async (context) => {
  const { stdout } = await publish("--from", release(context), "--json", "--region", "eu-west-1=my.bucket");
  const address = valuesOf(JSON.parse(stdout).buckets[0].links[0].url).get("templateURL");
  assert.ok(address.startsWith("https://s3.eu-west-1.amazonaws.com/my.bucket/control-tower-lifecycle/"));
});

for (const [what, args, message] of [
  ["an unknown parameter", ["--parameter", "notificationEmail=x"], /no such parameter; it has NotificationEmail/],
  ["a parameter with the name of a member of every object", ["--parameter", "constructor=x"], /constructor: the template has no such/],
  ["a value that is not allowed", ["--parameter", "Schedule=hourly"], /Schedule 'hourly': the value is not allowed\. Choose one\./],
  ["a value that does not match", ["--parameter", "Role=A1"], /Role 'A1': the value does not match the pattern/],
  ["a value that is too long", ["--parameter", "Role=abcdef"], /more than 5 characters/],
  ["another bucket than the one that is published to", ["--parameter", "ArtifactBucket=other"], /ArtifactBucket: the value follows/],
  ["a parameter without a value", ["--parameter", "Role"], /--parameter needs NAME=VALUE/],
  ["a prefix without a slash at its end", ["--prefix", "folder"], /--prefix 'folder': End it with '\/'/],
  ["two buckets in one region", ["other-eu-west-1"], /Two buckets are in eu-west-1/],
  ["a bucket without a region", ["packages"], /region of the bucket 'packages' is not known/],
  ["a bucket of a partition that is not supported", ["b-eusc-de-east-1"], /region of the bucket 'b-eusc-de-east-1' is not known/],
  ["a bucket that ends in no region", ["acme-north-pole-1"], /region of the bucket 'acme-north-pole-1' is not known/],
  ["a bucket that is a URL", ["--region", "us-east-1=s3://packages"], /'s3:\/\/packages' is not the name of a bucket/],
  ["an unknown option", ["--pubish"], /--pubish/],
  ["a plan that is to be uploaded", ["--publish", "--dry-run"], /exclude each other/],
])
  test(`The command line is refused with exit code 2: ${what}`, async (context) => {
    const { status, stderr, stdout } = await publish("--from", release(context), "lifecycle-eu-west-1", ...args);
    assert.equal(status, 2, stdout);
    assert.match(stderr, message);
  });

test("A secret is refused in a link, and is not shown", async (context) => {
  const { status, stderr, stdout } = await publish("--from", release(context), "a-eu-west-1", "--parameter", "ApiKey=hidden");
  assert.equal(status, 2);
  assert.match(stderr, /ApiKey: a link must not contain a secret/);
  assert.doesNotMatch(stderr + stdout, /hidden/);
});

test("No argument prints the help, which names every exit code", async () => {
  const { status, stdout } = await publish();
  assert.equal(status, 0);
  assert.match(stdout, /Usage: [^]*--publish[^]*Exit codes: 0 [^]*; 1 [^]*; 2 [^]*;\n3 [^]*; 4 /);
});

test("A damaged package is not uploaded", async (context) => {
  const folder = release(context);
  writeFileSync(join(folder, packageName), "another package");
  const { status, stderr } = await publish("--from", folder, "--publish", "--endpoint", "http://127.0.0.1:9", "a-eu-west-1");
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`${packageName} is not the file that SHA256SUMS names.*Nothing was uploaded`));
});

test("A folder without checksums is refused with exit code 3", async (context) => {
  const folder = release(context);
  rmSync(join(folder, "SHA256SUMS"));
  const { status, stderr } = await publish("--from", folder, "a-eu-west-1");
  assert.equal(status, 3);
  assert.match(stderr, /SHA256SUMS is missing/);
});

test("A release is published to the buckets of two regions", async (context) => {
  const endpoint = await startMoto(context);
  if (!endpoint) return;
  const { get, createBucket } = await bucketsOf(context, endpoint);
  await createBucket("lifecycle-eu-west-1", "eu-west-1");
  await createBucket("packages", "ap-south-1");
  const folder = release(context);
  const run = (...args) =>
    publish("--from", folder, "--publish", "--json", "--endpoint", endpoint, "lifecycle-eu-west-1", "ap-south-1=packages", ...args);

  const first = await run();
  assert.equal(first.status, 0, first.stderr);
  assert.equal(JSON.parse(first.stdout).complete, true);
  for (const bucket of ["lifecycle-eu-west-1", "packages"]) {
    assert.deepEqual(await get(bucket, keys[0]), packageBytes);
    assert.deepEqual(await get(bucket, keys[3]), readFileSync(join(folder, mainTemplate)));
  }

  const again = await run();
  assert.equal(again.status, 0, again.stderr);
  assert.ok(JSON.parse(again.stdout).buckets.flatMap(({ objects }) => objects).every(({ state }) => state === "already there"));

  writeFileSync(join(folder, eventsTemplate), "{}");
  writeRelease(folder);
  const template = JSON.parse(readFileSync(join(folder, mainTemplate), "utf8"));
  writeFileSync(join(folder, mainTemplate), JSON.stringify({ ...template, Description: "other" }));
  const { writeChecksums } = await import("./checksums.mjs");
  writeChecksums(folder);
  const other = await run();
  assert.equal(other.status, 1);
  assert.match(other.stderr, /other bytes are already there, and --replace is not given/);
  assert.doesNotMatch(String(await get("packages", keys[3])), /other/);

  const replaced = await run("--replace");
  assert.equal(replaced.status, 0, replaced.stderr);
  assert.match(String(await get("packages", keys[3])), /other/);
});

test("Nothing is put anywhere if one bucket does not exist", async (context) => {
  const endpoint = await startMoto(context);
  if (!endpoint) return;
  const { list, createBucket } = await bucketsOf(context, endpoint);
  await createBucket("lifecycle-eu-west-1", "eu-west-1");
  const { status, stderr, stdout } = await publish(
    "--from", release(context), "--publish", "--endpoint", endpoint, "lifecycle-eu-west-1", "us-east-2=missing");

  assert.equal(status, 1);
  assert.match(stderr, /us-east-2 missing: .*the bucket does not exist\. Action required\./);
  assert.match(stdout, new RegExp(`not put +${keys[0]}`));
  assert.deepEqual(await list("lifecycle-eu-west-1"), []);
});

test("A bucket of another region is refused: Lambda takes a package only from its own", async (context) => {
  const endpoint = await startMoto(context);
  if (!endpoint) return;
  const { createBucket } = await bucketsOf(context, endpoint);
  await createBucket("packages", "eu-west-1");
  const { status, stderr } = await publish("--from", release(context), "--publish", "--endpoint", endpoint, "eu-west-3=packages");
  assert.equal(status, 1);
  assert.match(stderr, /the bucket is in eu-west-1, not in eu-west-3/);
});

for (const [answer, status, advice] of [
  [503, 4, "Run the same command again"],
  [403, 1, "Action required"],
])
  test(`An upload that ends with HTTP ${answer} puts no template, and states what is missing`, async (context) => {
    const stored = [];
    const endpoint = await startS3(context, (key) => (key.endsWith("SHA256SUMS") ? answer : stored.push(key) && 200));
    const result = await publish("--from", release(context), "--publish", "--json", "--endpoint", endpoint, "a-eu-west-1");
    const [bucket] = JSON.parse(result.stdout).buckets;

    assert.equal(result.status, status, result.stderr);
    assert.match(result.stderr, new RegExp(advice));
    assert.deepEqual(stored, [`/a-eu-west-1/${keys[0]}`]);
    assert.deepEqual(bucket.objects.map(({ state }) => state), ["put", "not put", "not put", "not put"]);
    assert.equal(bucket.links, undefined);
  });

test("An endpoint that does not answer is worth another try", async (context) => {
  const { status, stderr } = await publish("--from", release(context), "--publish", "--endpoint", "http://127.0.0.1:9", "a-eu-west-1");
  assert.equal(status, 4, stderr);
});

test("Missing credentials need an operator", async (context) => {
  const args = ["--from", release(context), "--publish", "--endpoint", "http://127.0.0.1:9", "a-eu-west-1"];
  const { status, stderr } = await command("publish.mjs", args, { AWS_EC2_METADATA_DISABLED: "true" });
  assert.equal(status, 1, stderr);
  assert.match(stderr, /there are no AWS credentials/);
});

test("The built template accepts every value that the link of a release contains", async (context) => {
  if (!builtTemplates(context)) return;
  const { status, stdout, stderr } = await publish("--json", "--parameter", "NotificationEmail=cloud-team@example.com", "b-eu-west-1");
  assert.equal(status, 0, stderr);
  assert.equal(valuesOf(JSON.parse(stdout).buckets[0].links[0].url).get("param_ArtifactBucket"), "b-eu-west-1");
});

async function bucketsOf(context, endpoint) {
  const sdk = await import("@aws-sdk/client-s3");
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new sdk.S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  context.after(() => client.destroy());
  return {
    createBucket: (Bucket, region) =>
      client.send(new sdk.CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } })),
    get: async (Bucket, Key) =>
      Buffer.from(await (await client.send(new sdk.GetObjectCommand({ Bucket, Key }))).Body.transformToByteArray()),
    list: async (Bucket) => (await client.send(new sdk.ListObjectsV2Command({ Bucket }))).Contents ?? [],
  };
}

/** An S3 with an empty bucket, whose answers to uploads the test decides. */
async function startS3(context, answerTo) {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const path = new URL(request.url, "http://localhost").pathname;
      if (request.method === "PUT") response.statusCode = answerTo(path);
      else response.statusCode = path.split("/").filter(Boolean).length === 1 ? 200 : 404;
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
