// Puts the files of a release into one bucket.
import { Failure, exit } from "../failure.mjs";
import { sha256 } from "../checksums.mjs";

const types = { json: "application/json", zip: "application/zip" };
const retryableCodes = /^(SlowDown|InternalError|ServiceUnavailable|RequestTimeout|OperationAborted|Throttling\w*)$/;
const networkCodes = /^(ECONN\w+|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EPIPE|EHOSTUNREACH|ENETUNREACH)$/;

export async function loadSdk() {
  try {
    return await import("@aws-sdk/client-s3");
  } catch (fault) {
    if (fault.code !== "ERR_MODULE_NOT_FOUND") throw fault;
    throw new Failure(exit.missing, "The AWS SDK is not installed. Run: npm ci --prefix packaging");
  }
}

/** A client with the credentials of the standard chain. Another endpoint has no host name for each bucket. */
export function connect(sdk, region, endpoint) {
  const other = endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  return new sdk.S3Client({ region, ...(other && { endpoint: other, forcePathStyle: true }) });
}

/** Throws if the bucket cannot be used, or if it is in another region: Lambda takes a package only from its own. */
export async function checkBucket(sdk, client, place) {
  const { BucketRegion } = await client.send(new sdk.HeadBucketCommand({ Bucket: place.bucket }));
  if (BucketRegion && BucketRegion !== place.region)
    throw new Error(`the bucket is in ${BucketRegion}, not in ${place.region}`);
}

/** What the bucket has under the key: `absent`, `same` bytes or `other` bytes. */
export async function compare(sdk, client, place, { key, bytes }) {
  try {
    const found = await client.send(
      new sdk.HeadObjectCommand({ Bucket: place.bucket, Key: key, ChecksumMode: "ENABLED" }),
    );
    return found.ChecksumSHA256 === base64(bytes) ? "same" : "other";
  } catch (fault) {
    if (fault.$metadata?.httpStatusCode === 404) return "absent";
    throw fault;
  }
}

/** S3 refuses bytes that do not have the checksum. */
export const put = (sdk, client, place, { key, bytes }) =>
  client.send(
    new sdk.PutObjectCommand({
      Bucket: place.bucket,
      Key: key,
      Body: bytes,
      ChecksumAlgorithm: "SHA256",
      ChecksumSHA256: base64(bytes),
      ContentType: types[key.split(".").at(-1)] ?? "text/plain",
    }),
  );

/** A failure in words, and whether the same command may succeed later. */
export function explain(fault) {
  const status = fault.$metadata?.httpStatusCode;
  const code = fault.code ?? fault.name;
  const retryable =
    status >= 500 || status === 429 || retryableCodes.test(fault.name) || networkCodes.test(fault.code ?? "") ||
    fault.name === "TimeoutError";
  const about = [code !== "Error" && code, status && `HTTP ${status}`].filter(Boolean).join(", ");
  const text = [fault.message, about && `(${about})`].filter(Boolean).join(" ");
  return { failure: advice(status, fault.name) ? `${text}: ${advice(status, fault.name)}` : text, retryable };
}

function advice(status, name) {
  if (/CredentialsProviderError/.test(name)) return "there are no AWS credentials";
  if (status === 301) return "the bucket is in another region";
  if (status === 404) return "the bucket does not exist";
  if (status === 403) return "the credentials need s3:ListBucket on the bucket, s3:GetObject and s3:PutObject on its objects";
}

const base64 = (bytes) => Buffer.from(sha256(bytes), "hex").toString("base64");
