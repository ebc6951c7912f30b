// Draws resources/icons and resources/tray from resources/icons/svg. Their pictures are committed, so only a change of
// a drawing asks for this: node electron/dev/icons.mjs, with rsvg-convert (Debian: librsvg2-bin) on the path.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { say } from './say.mjs';

const APP_SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024];
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const TRAY_ICO_SIZES = [16, 20, 24, 32, 40, 48];
const STATES = ['idle', 'running', 'paused', 'attention'];
const GROUNDS = ['on-dark', 'on-light'];
/** Apple's names for a size in pixels, at one or two pixels a point. */
const ICNS_TYPES = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };

mkdirSync(inRoot('resources', 'tray'), { recursive: true });
drawApp();
for (const state of STATES) drawTray(state);
writeBoth('tray/badge', 'badge', 16);
say('Drew resources/icons and resources/tray.');

function drawApp() {
  for (const size of APP_SIZES) write(`icons/${size}x${size}.png`, png('app-icon', size));
  write('icons/belfry.ico', ico('app-icon', ICO_SIZES));
  write('icons/belfry.icns', icns('app-icon'));
}

/** @param {string} state */
function drawTray(state) {
  for (const ground of GROUNDS) {
    const drawing = `tray-${state}-${ground}`;
    writeBoth(`tray/${state}-${ground}`, drawing, 16);
    writeBoth(`tray/${state}-${ground}-22`, `${drawing}-22`, 22);
    write(`tray/${state}-${ground}.ico`, ico(drawing, TRAY_ICO_SIZES));
  }
  writeBoth(`tray/${state}Template`, `tray-${state}-template`, 16);
}

/**
 * @param {string} name
 * @param {string} drawing
 * @param {number} size in points
 */
function writeBoth(name, drawing, size) {
  write(`${name}.png`, png(drawing, size));
  write(`${name}@2x.png`, png(drawing, 2 * size));
}

/**
 * @param {string} name under resources/
 * @param {Buffer} content
 */
function write(name, content) {
  writeFileSync(inRoot('resources', ...name.split('/')), content);
}

/**
 * @param {string} drawing
 * @param {number} size pixels
 */
function png(drawing, size) {
  const args = ['-w', String(size), '-h', String(size), inRoot('resources', 'icons', 'svg', `${drawing}.svg`)];
  const { status, stdout, stderr, error } = spawnSync('rsvg-convert', args, { maxBuffer: 64e6 });
  if (status !== 0) throw new Error(`rsvg-convert failed on ${drawing}: ${error?.message ?? stderr}`);
  return stdout;
}

/**
 * PNG images in an ICO container, as Windows reads since Vista.
 * @param {string} drawing
 * @param {number[]} sizes
 */
function ico(drawing, sizes) {
  const images = sizes.map((size) => png(drawing, size));
  const header = Buffer.alloc(6 + 16 * sizes.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(sizes.length, 4);
  let at = header.length;
  images.forEach((image, index) => {
    const entry = 6 + 16 * index;
    const side = Number(sizes[index]) % 256;
    header.writeUInt8(side, entry);
    header.writeUInt8(side, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(image.length, entry + 8);
    header.writeUInt32LE(at, entry + 12);
    at += image.length;
  });
  return Buffer.concat([header, ...images]);
}

/** @param {string} drawing */
function icns(drawing) {
  const chunks = Object.entries(ICNS_TYPES).map(([type, size]) => chunk(type, png(drawing, size)));
  return chunk('icns', Buffer.concat(chunks));
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function chunk(type, content) {
  const head = Buffer.alloc(8, type, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}
