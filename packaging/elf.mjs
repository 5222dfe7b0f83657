// Whether a native binary is linked at a fixed address (ELF type ET_EXEC). A binary that the loader can put anywhere
// starts three times slower: it relocates all types first (docs/benchmarks.md).
import { readFileSync } from "node:fs";

const executable = 2;
const typeOffset = 16;

export function isAtFixedAddress(file) {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46) throw new Error("not an ELF file");
  return file.readUInt16LE(typeOffset) === executable;
}

/** Throws if the binary is position independent. */
export function checkFixedAddress(path) {
  if (!isAtFixedAddress(readFileSync(path)))
    throw new Error(
      `${path} is position independent: the compiler or the linker ignored PositionIndependentExecutable=false.`,
    );
}
