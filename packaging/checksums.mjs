import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, exit } from "./failure.mjs";

export const checksumsName = "SHA256SUMS";
const released = /\.(zip|template\.json|nupkg)$/;

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Writes SHA256SUMS for the files of a release in `folder`, as sha256sum does. */
export function writeChecksums(folder) {
  const names = readdirSync(folder).filter((name) => released.test(name)).sort();
  const lines = names.map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`);
  writeFileSync(join(folder, checksumsName), lines.join(""));
}

/** The bytes of the named files. Fails if one is missing, or is not the one that SHA256SUMS names. */
export function readVerified(folder, names) {
  const sums = readSums(folder);
  return names.map((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) throw new Failure(exit.missing, `${path} is missing. ${howToGet}`);
    const bytes = readFileSync(path);
    if (!sums.has(name)) throw new Failure(exit.failed, `${checksumsName} has no line for ${name}. Nothing was uploaded.`);
    if (sums.get(name) !== sha256(bytes))
      throw new Failure(
        exit.failed,
        `${path} is not the file that ${checksumsName} names: it is damaged or changed. Nothing was uploaded.`,
      );
    return bytes;
  });
}

const howToGet = "Download the files of a release, or run ./build.sh --native --template";

function readSums(folder) {
  const path = join(folder, checksumsName);
  if (!existsSync(path)) throw new Failure(exit.missing, `${path} is missing. ${howToGet}`);
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/.exec(line) ?? [];
      if (!sum) throw new Failure(exit.failed, `${path} has a line that is not a checksum: ${line}`);
      return [name, sum];
    }),
  );
}
