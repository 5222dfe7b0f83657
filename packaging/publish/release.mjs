// The files of a release, read from a folder and compared with its checksums.
import { readFileSync } from "node:fs";
import { checksumsName, readVerified } from "../checksums.mjs";
import { join } from "node:path";
import { objectsOf } from "../template.mjs";

export const mainTemplate = "control-tower-lifecycle.template.json";
export const eventsTemplate = "control-tower-lifecycle-organizations-events.template.json";

/**
 * The templates, the version, and the files in the order of their upload: a template is the last one, because it is
 * what an operator launches.
 */
export function readRelease(folder) {
  const [main, events] = readVerified(folder, [mainTemplate, eventsTemplate]);
  const template = JSON.parse(main);
  const packages = [...objectsOf(template)];
  return {
    template,
    eventsTemplate: JSON.parse(events),
    version: template.Outputs.Version.Value,
    files: [
      ...readVerified(folder, packages).map((bytes, index) => ({ name: packages[index], bytes })),
      { name: checksumsName, bytes: readFileSync(join(folder, checksumsName)) },
      { name: eventsTemplate, bytes: events },
      { name: mainTemplate, bytes: main },
    ],
  };
}
