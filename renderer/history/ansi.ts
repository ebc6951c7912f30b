export interface Span {
  start: number;
  end: number;
  /** Class names of ui/ansi.css, e.g. "a-red a-bold". */
  className: string;
}

export interface Painted {
  text: string;
  spans: readonly Span[];
}

/** Takes the next piece of a line (and what the line had so far); colours carry over from piece to piece. */
export type Painter = (piece: string, begun?: Painted) => Painted;

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const FLAGS: Record<number, string> = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse', 9: 'strike' };
const ENDS: Record<number, readonly string[]> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
};

interface State {
  colour: string;
  /** The colour beneath. */
  ground: string;
  flags: Set<string>;
  /** A carriage return came last: what follows on the line replaces it. */
  restart: boolean;
  /** The beginning of an escape sequence whose end is still to come. */
  held: string;
}

// CSI … final, OSC … end, or a two-character escape; ECMA-48 5.4, 8.3.89.
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them.
const ESCAPE = /\u001b(?:\[([0-9;:?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const BEGUN = /\u001b(?:\[[0-9;:?]*[ -/]*|\][^\u0007\u001b]{0,1000}\u001b?)?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: nothing else may reach the page unseen.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Reads SGR colours into class names; other escape sequences are dropped. */
export function createPainter(): Painter {
  const state: State = { colour: '', ground: '', flags: new Set(), restart: false, held: '' };
  return (next, begun) => {
    const out = { text: begun?.text ?? '', spans: [...(begun?.spans ?? [])] };
    if (!begun) state.restart = false;
    const all = state.held + next;
    state.held = BEGUN.exec(all)?.[0] ?? '';
    const piece = all.slice(0, all.length - state.held.length);
    let from = 0;
    for (const match of piece.matchAll(ESCAPE)) {
      write(out, piece.slice(from, match.index), state);
      from = match.index + match[0].length;
      if (match[2] === 'm') sgr(state, match[1] ?? '');
    }
    write(out, piece.slice(from), state);
    return out;
  };
}

/** A carriage return starts the line over, as a progress bar means it. */
function write(out: { text: string; spans: Span[] }, raw: string, state: State): void {
  if (raw === '') return;
  const kept = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  const last = kept.lastIndexOf('\r');
  if (last >= 0 || (state.restart && kept !== '')) {
    out.text = '';
    out.spans = [];
  }
  state.restart = raw.endsWith('\r');
  const text = kept.slice(last + 1).replace(CONTROL, '');
  if (text === '') return;
  const ground = state.ground && `on-${state.ground}`;
  const className = [state.colour, ground, ...state.flags]
    .filter(Boolean)
    .map((name) => `a-${name}`)
    .join(' ');
  if (className) out.spans.push({ start: out.text.length, end: out.text.length + text.length, className });
  out.text += text;
}

function sgr(state: State, parameters: string): void {
  const codes = parameters.split(/[;:]/).map(Number);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const palette = codes[at + 1] === 5;
      state[code === 38 ? 'colour' : 'ground'] = palette
        ? ofPalette(codes[at + 2] ?? 7)
        : ofRgb(codes.slice(at + 2, at + 5));
      at += palette ? 2 : 4;
    } else one(state, code);
  }
}

function one(state: State, code: number): void {
  const flag = FLAGS[code];
  if (code === 0) {
    state.colour = '';
    state.ground = '';
    state.flags.clear();
  } else if (flag) state.flags.add(flag);
  else if (ENDS[code]) for (const name of ENDS[code]) state.flags.delete(name);
  else if (code === 39) state.colour = '';
  else if (code === 49) state.ground = '';
  else if (code >= 30 && code <= 37) state.colour = COLOURS[code - 30] ?? '';
  else if (code >= 90 && code <= 97) state.colour = COLOURS[code - 90] ?? '';
  else if (code >= 40 && code <= 47) state.ground = COLOURS[code - 40] ?? '';
  else if (code >= 100 && code <= 107) state.ground = COLOURS[code - 100] ?? '';
}

/** The 16 named ones of the 256; of the cube the nearest name. */
function ofPalette(index: number): string {
  if (index < 16) return COLOURS[index % 8] ?? '';
  if (index >= 232) return index < 244 ? 'black' : 'white';
  const cube = index - 16;
  const on = [Math.floor(cube / 36) > 2 ? 1 : 0, Math.floor((cube % 36) / 6) > 2 ? 2 : 0, cube % 6 > 2 ? 4 : 0];
  return COLOURS[on.reduce((sum, bit) => sum + bit, 0)] ?? '';
}

/** The nearest name of red, green and blue, each of 255; none where it is too dark to be told apart. */
function ofRgb(shades: readonly number[]): string {
  const brightest = Math.max(...shades);
  if (shades.length < 3 || !(brightest >= DARK)) return '';
  const name = shades.reduce((sum, shade, bit) => sum + (shade >= brightest * SHARE ? 1 << bit : 0), 0);
  return COLOURS[name] ?? '';
}
const DARK = 64;
/** A shade counts for the name from this share of the brightest one. */
const SHARE = 0.6;
