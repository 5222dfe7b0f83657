// Plans, checks and does the upload. Nothing is put before all buckets have been checked.
import { checkBucket, compare, connect, explain, loadSdk, put } from "./bucket.mjs";
import { eventsRegion, quickCreateLink, urlOf } from "./places.mjs";
import { eventsTemplate, mainTemplate } from "./release.mjs";

/** What would be put where. */
export function planFor(release, places) {
  return places.map((place) => ({
    place,
    failure: undefined,
    retryable: undefined,
    objects: release.files.map(({ name, bytes }) => ({ name, key: place.prefix + name, bytes, state: "planned" })),
  }));
}

/** Checks every bucket, then uploads to each one. A bucket's failure ends its own upload only. */
export async function publish(plan, { endpoint, replace }) {
  const sdk = await loadSdk();
  const clients = new Map(plan.map((bucket) => [bucket, connect(sdk, bucket.place.region, endpoint)]));
  for (const bucket of plan)
    await guarded(bucket, async () => {
      await checkBucket(sdk, clients.get(bucket), bucket.place);
      for (const object of bucket.objects) object.found = await compare(sdk, clients.get(bucket), bucket.place, object);
      const other = bucket.objects.filter(({ found }) => found === "other").map(({ key }) => key);
      if (other.length > 0 && !replace)
        throw new Error(`other bytes are already there, and --replace is not given: ${other.join(", ")}`);
    });
  const isRefused = plan.some(({ failure }) => failure);
  for (const bucket of plan) {
    if (isRefused) for (const object of bucket.objects) object.state = "not put";
    else await guarded(bucket, () => upload(sdk, clients.get(bucket), bucket));
    clients.get(bucket).destroy();
  }
}

// One after another: if one fails, the next ones, and so the template, are not put.
async function upload(sdk, client, { place, objects }) {
  for (const object of objects) object.state = "not put";
  for (const object of objects) {
    if (object.found !== "same") await put(sdk, client, place, object);
    object.state = object.found === "same" ? "already there" : "put";
  }
}

async function guarded(bucket, work) {
  try {
    await work();
  } catch (fault) {
    if (fault.code === "ERR_MODULE_NOT_FOUND") throw fault;
    Object.assign(bucket, explain(fault));
  }
}

export const isComplete = ({ failure, objects }) => !failure && objects.every(({ state }) => state !== "not put");

/** The document that --json prints; the text is made of it as well. */
export function report(release, plan, values, { stackName, isDryRun }) {
  return {
    schemaVersion: 1,
    version: release.version,
    dryRun: isDryRun,
    complete: !isDryRun && plan.every(isComplete),
    buckets: plan.map((bucket) => ({
      region: bucket.place.region,
      bucket: bucket.place.bucket,
      prefix: bucket.place.prefix,
      complete: !isDryRun && isComplete(bucket),
      ...(bucket.failure && { failure: bucket.failure, retryable: bucket.retryable }),
      objects: bucket.objects.map(({ key, bytes, state }) => ({ key, bytes: bytes.length, state })),
      ...(isComplete(bucket) && { links: linksOf(bucket.place, values.get(bucket.place), stackName) }),
    })),
  };
}

function linksOf(place, values, stackName) {
  const main = { stack: stackName, region: place.region };
  main.url = quickCreateLink(place.region, urlOf(place, place.prefix + mainTemplate), stackName, values);
  const region = eventsRegion(place.region);
  if (region === place.region) return [main];

  const stack = `${stackName}-OrganizationsEvents`;
  const own = { HomeRegion: place.region, ...(values.NotificationEmail && { NotificationEmail: values.NotificationEmail }) };
  return [main, { stack, region, url: quickCreateLink(region, urlOf(place, place.prefix + eventsTemplate), stack, own) }];
}
