// A release of the size of a test: a template with the parameters that publishing knows, and a package.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeChecksums } from "../checksums.mjs";
import { eventsTemplate, mainTemplate } from "../publish/release.mjs";

export const packageBytes = Buffer.from("a package");
export const packageName = `lifecycle-native-${createHash("sha256").update(packageBytes).digest("hex").slice(0, 16)}.zip`;
const text = { Type: "String", Default: "" };

const template = {
  Parameters: {
    ArtifactBucket: { Type: "String", AllowedPattern: "^[a-z0-9.-]{3,63}$", ConstraintDescription: "Enter a bucket." },
    ArtifactPrefix: { ...text, AllowedPattern: "^([\\w!.*'()-]+/)*$", ConstraintDescription: "End it with '/'." },
    NotificationEmail: text,
    Schedule: { Type: "String", Default: "daily", AllowedValues: ["daily", "weekly"], ConstraintDescription: "Choose one." },
    Role: { ...text, AllowedPattern: "^[a-z]*$", MaxLength: 5 },
    ApiKey: { ...text, NoEcho: true },
  },
  Outputs: { Version: { Value: "4.5.6" } },
  Resources: {
    function: {
      Type: "AWS::Lambda::Function",
      Properties: { Code: { S3Key: { "Fn::Join": ["", [{ Ref: "ArtifactPrefix" }, packageName]] } } },
    },
  },
};

/** Writes the files into the folder, with their checksums. */
export function writeRelease(folder, version = "4.5.6") {
  const main = { ...template, Outputs: { Version: { Value: version } } };
  writeFileSync(join(folder, packageName), packageBytes);
  writeFileSync(join(folder, mainTemplate), JSON.stringify(main));
  writeFileSync(join(folder, eventsTemplate), JSON.stringify({ Parameters: { HomeRegion: text } }));
  writeChecksums(folder);
  return folder;
}
