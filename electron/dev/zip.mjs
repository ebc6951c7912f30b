import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL_SIZE = 30;

/** @typedef {{ name: string, deflated: boolean, packed: number, size: number, mode: number, at: number }} Entry */

/**
 * Extracts chosen files of a zip archive under 4 GB (APPNOTE 6.3, no encryption, no zip64, no links).
 * @param {string} archive
 * @param {(name: string) => string | null} target path on disk for a file's name in the archive; null leaves it out
 * @returns {Promise<number>} bytes written
 */
export async function extractZip(archive, target) {
  const file = await open(archive);
  try {
    let bytes = 0;
    for (const entry of await readDirectory(file)) {
      const path = entry.name.endsWith('/') ? null : target(entry.name);
      if (path === null) continue;
      await extractEntry(archive, await dataStart(file, entry), entry, path);
      bytes += entry.size;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} at
 * @param {number} length
 */
async function read(file, at, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead !== length) throw new Error('The archive is cut short.');
  return buffer;
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @returns {Promise<Entry[]>}
 */
async function readDirectory(file) {
  const { size } = await file.stat();
  // The end record is 22 bytes, behind it at most 65,535 bytes of comment.
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('Not a zip archive.');
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; at < directory.length && directory.readUInt32LE(at) === CENTRAL; ) {
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + Number(name)),
      deflated: directory.readUInt16LE(at + 10) === 8,
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      at: directory.readUInt32LE(at + 42),
    });
    at += 46 + Number(name) + Number(extra) + Number(comment);
  }
  return entries;
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {Entry} entry
 */
async function dataStart(file, entry) {
  const local = await read(file, entry.at, LOCAL_SIZE);
  return entry.at + LOCAL_SIZE + local.readUInt16LE(26) + local.readUInt16LE(28);
}

/**
 * @param {string} archive
 * @param {number} start
 * @param {Entry} entry
 * @param {string} path
 */
async function extractEntry(archive, start, entry, path) {
  await mkdir(dirname(path), { recursive: true });
  const out = createWriteStream(path);
  if (entry.size > 0) {
    const packed = createReadStream(archive, { start, end: start + entry.packed - 1 });
    await (entry.deflated ? pipeline(packed, createInflateRaw(), out) : pipeline(packed, out));
  } else {
    await new Promise((resolve) => out.end(() => resolve(null)));
  }
  if (out.bytesWritten !== entry.size) throw new Error(`${entry.name} is cut short in the archive.`);
  await chmod(path, entry.mode & 0o111 ? 0o755 : 0o644);
}
