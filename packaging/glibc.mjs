// Which C library a native binary asks for, read from its ELF version needs (.gnu.version_r). Amazon Linux 2023, where
// it runs, has glibc 2.34; a binary that was linked on a newer system starts there with "GLIBC_2.38 not found", or
// rather does not start. As a command: node packaging/glibc.mjs FILE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export const newestAllowed = "2.34";
const versionNeeds = 0x6ffffffe;

/** Every `GLIBC_…` that the binary needs, without the prefix: versions, and markers such as `ABI_DT_RELR`. */
export function glibcNeeds(file) {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    throw new Error("not a 64-bit little-endian ELF file");

  const sections = readSections(file);
  const needs = sections.find((section) => section.type === versionNeeds);
  if (!needs) throw new Error("no version needs: this is not a binary that links to the C library of the system");

  const strings = sections[needs.link].offset;
  const text = (at) => file.toString("latin1", strings + at, file.indexOf(0, strings + at));
  const found = new Set();
  // A list of libraries (Elf64_Verneed), and for each a list of versions (Elf64_Vernaux); a step of 0 ends a list.
  for (let library = needs.offset, step = 1; step !== 0; library += step) {
    let version = library + file.readUInt32LE(library + 8);
    for (let left = file.readUInt16LE(library + 2); left > 0; left--) {
      const name = text(file.readUInt32LE(version + 8));
      if (name.startsWith("GLIBC_")) found.add(name.slice("GLIBC_".length));
      version += file.readUInt32LE(version + 12);
    }
    step = file.readUInt32LE(library + 12);
  }
  return [...found].sort(compareVersions);
}

function readSections(file) {
  const table = Number(file.readBigUInt64LE(0x28));
  const size = file.readUInt16LE(0x3a);
  return Array.from({ length: file.readUInt16LE(0x3c) }, (_, index) => {
    const at = table + index * size;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      link: file.readUInt32LE(at + 40),
    };
  });
}

/** Orders 2.4 before 2.34, and what is no version after all versions. */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => (/^\d/.test(version) ? version.split(".").map(Number) : [Infinity]));
  for (let part = 0; part < Math.max(left.length, right.length); part++)
    if ((left[part] ?? 0) !== (right[part] ?? 0)) return (left[part] ?? 0) - (right[part] ?? 0);
  return 0;
}

/** The newest glibc that `path` needs; throws where Amazon Linux 2023 has not got it. */
export function checkGlibc(path) {
  const newest = glibcNeeds(readFileSync(path)).at(-1);
  if (compareVersions(newest, newestAllowed) > 0)
    throw new Error(
      `${path} needs GLIBC_${newest}, and Amazon Linux 2023 has ${newestAllowed}: link it there.`,
    );
  return newest;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [path] = process.argv.slice(2);
  try {
    if (!path) throw new Error("Which file? node packaging/glibc.mjs FILE");
    console.log(`${path} needs GLIBC_${checkGlibc(path)} at most.`);
  } catch (fault) {
    console.error(fault.message);
    process.exitCode = 1;
  }
}
