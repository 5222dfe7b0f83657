// Writes a .zip file whose bytes follow from the files alone: sorted entries, one timestamp, fixed permissions. fflate
// compresses: it is JavaScript, so its bytes are the same on every machine. Those of Node's zlib differ between builds
// of Node and between processors.
// The format: APPNOTE.TXT of PKWARE, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end).

import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfDirectory = 0x06054b50;
const versionNeeded = 20;
const madeOnUnix = (3 << 8) | versionNeeded;
const namesAreUtf8 = 0x0800;
const regularFile = 0o100000;
const stored = 0;
const deflated = 8;
// 1980-01-01 00:00, the first moment that the format can hold: day 1, month 1, year 0.
const date = (1 << 5) | 1;
const time = 0;

const crcOfByte = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcOfByte[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The bytes of an entry as they are in the file: compressed, unless that does not make them shorter. */
function packed(bytes) {
  // Loaded here and not at the top: the build installs it first. Without `mem` the bytes depend on a logarithm.
  const { deflateSync } = createRequire(import.meta.url)("fflate");
  const compressed = deflateSync(bytes, { level: 9, mem: 8 });
  return compressed.length < bytes.length ? { method: deflated, content: compressed } : { method: stored, content: bytes };
}

/** What both headers of an entry say of it. */
function described(entry, name, { method, content }) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(versionNeeded, 0);
  fields.writeUInt16LE(namesAreUtf8, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(time, 6);
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(crc32(entry.bytes), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(entry.bytes.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function local(fields, name) {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(localHeader);
  return Buffer.concat([signature, fields, name]);
}

function central(fields, name, mode, offset) {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(centralHeader, 0);
  head.writeUInt16LE(madeOnUnix, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((regularFile | mode) << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, fields, tail, name]);
}

/** `entries`: `{ name, mode, bytes }`, in any order; names with forward slashes. Returns the bytes of the .zip file. */
export function zip(entries) {
  const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const entry of sorted) {
    const name = Buffer.from(entry.name);
    const body = packed(entry.bytes);
    const fields = described(entry, name, body);
    const header = local(fields, name);
    directory.push(central(fields, name, entry.mode, offset));
    parts.push(header, body.content);
    offset += header.length + body.content.length;
  }

  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endOfDirectory, 0);
  end.writeUInt16LE(sorted.length, 8);
  end.writeUInt16LE(sorted.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

/** The entries of a .zip file that another program wrote: stored or deflated, under 4 GB. */
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error("not a .zip file");
  const entries = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const start = bytes.readUInt32LE(at + 42);
    const content = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const body = bytes.subarray(content, content + bytes.readUInt32LE(at + 20));
    const isStored = bytes.readUInt16LE(at + 10) === stored;
    if (!name.endsWith("/")) entries.push({ name, mode: 0o644, bytes: isStored ? body : inflateRawSync(body) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}
