import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { checkFixedAddress, isAtFixedAddress } from "./elf.mjs";

/** The header of a 64-bit little-endian ELF file. */
function header(type) {
  const file = Buffer.alloc(64);
  file.write("\x7fELF\x02\x01\x01", "latin1");
  file.writeUInt16LE(type, 16);
  return file;
}

test("type of an executable is a fixed address, type of a shared object is not", () => {
  assert.equal(isAtFixedAddress(header(2)), true);
  assert.equal(isAtFixedAddress(header(3)), false);
});

test("other files are refused", () => {
  assert.throws(() => isAtFixedAddress(Buffer.from("#!/bin/sh")), /not an ELF file/);
});

test("position independent binary fails the build and is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "elf-"));
  try {
    const path = join(folder, "bootstrap");
    writeFileSync(path, header(3));
    assert.throws(() => checkFixedAddress(path), /bootstrap is position independent/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
