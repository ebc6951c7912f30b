/** More digits than a screen can show make paths long. */
export const px = (n: number): number => Math.round(n * 100) / 100;

let last = { width: 0, height: 0, r: 0, words: '' };

/** A rectangle with round corners, as a part of an SVG path: hundreds of them are one element. All in pixels. */
export function roundBox(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  return `M${px(x + r)} ${px(y)}${outline(px(width), px(height), r)}`;
}

/** What follows its first point. Most bars of a line are as short as can be: the last outline is mostly the next. */
function outline(width: number, height: number, r: number): string {
  if (last.width === width && last.height === height && last.r === r) return last.words;
  const [along, down] = [px(width - 2 * r), px(height - 2 * r)];
  const turn = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const words = `h${along}${turn(r, r)}v${down}${turn(-r, r)}h${-along}${turn(-r, -r)}v${-down}${turn(r, -r)}Z`;
  last = { width, height, r, words };
  return words;
}

/** A disc, as a part of an SVG path. */
export const disc = (cx: number, cy: number, r: number): string =>
  `M${px(cx - r)} ${px(cy)}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0Z`;
