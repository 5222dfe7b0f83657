// Where the files of a release are put, and the addresses that follow from it.
import { Failure, exit } from "../failure.mjs";
import { javascriptPattern } from "../patterns.mjs";

const part = "(?:central|(?:north|south)(?:east|west)?|east|west)-\\d";
const named = new RegExp(`^(?:((?:us-gov|[a-z]{2})-${part})=)?(.*)$`);

/** Only areas that exist: a word of the bucket's name before the region is no part of it, and eusc-de-east-1 is another partition. */
const suffix = new RegExp(`(?:^|-)((?:us-gov|af|ap|ca|cn|eu|il|me|mx|sa|us)-${part})$`);

/** Organizations sends events of accounts that leave only there. */
const partitions = [
  { starts: "us-gov-", suffix: "amazonaws.com", console: () => "console.amazonaws-us-gov.com", events: "us-gov-west-1" },
  { starts: "cn-", suffix: "amazonaws.com.cn", console: () => "console.amazonaws.cn", events: "cn-northwest-1" },
  { starts: "", suffix: "amazonaws.com", console: (name) => `${name}.console.aws.amazon.com`, events: "us-east-1" },
];

const partitionOf = (name) => partitions.find(({ starts }) => name.startsWith(starts));

/** The region of this partition in which Organizations sends its events. */
export const eventsRegion = (name) => partitionOf(name).events;

/** Reads `REGION=BUCKET`, or the name of a bucket that ends in its region. */
export function readPlace(text, bucketParameter) {
  const [, given, bucket] = named.exec(text);
  const region = given ?? suffix.exec(bucket)?.[1];
  if (!region)
    throw new Failure(
      exit.usage,
      `The region of the bucket '${text}' is not known. Enter REGION=BUCKET, or a bucket whose name ends in its region.`,
    );
  if (!javascriptPattern(bucketParameter.AllowedPattern).test(bucket))
    throw new Failure(exit.usage, `'${bucket}' is not the name of a bucket. ${bucketParameter.ConstraintDescription}`);
  return { region, bucket };
}

/** The address of an object. TLS does not cover a bucket with dots in its name as a host. */
export function urlOf(place, key) {
  const host = `s3.${place.region}.${partitionOf(place.region).suffix}`;
  const path = key.split("/").map(encodeURIComponent).join("/");
  return place.bucket.includes(".") ? `https://${host}/${place.bucket}/${path}` : `https://${place.bucket}.${host}/${path}`;
}

/**
 * A quick-create link of CloudFormation: the console's page with the values filled in
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html).
 */
export function quickCreateLink(name, templateUrl, stackName, values) {
  const parts = [
    ["templateURL", templateUrl],
    ["stackName", stackName],
    ...Object.entries(values).map(([parameter, value]) => [`param_${parameter}`, value]),
  ].map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `https://${partitionOf(name).console(name)}/cloudformation/home?region=${name}#/stacks/quickcreate?${parts.join("&")}`;
}
