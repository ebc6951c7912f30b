import { px, roundBox } from '../ui/outline.ts';
import { LANE, type Mark, type RunMark } from './timeline-geometry.ts';

const MIDDLE = LANE / 2;
/** Wide enough for stripes to be seen on what runs. */
const STRIPED = 10;

/** What shapes look like, by the name of their style; later ones lie on top, so that no success hides a failure. */
const LOOKS = [
  ...(['lead', 'hollow', 'bar-idle', 'bar-ok', 'bar-late', 'bar-fail', 'bar-run', 'stripes'] as const),
  ...(['tick-held', 'tick', 'tick-next', 'expected'] as const),
] as const;
type Look = (typeof LOOKS)[number];

export interface Path {
  look: Look;
  /** As SVG writes it. */
  d: string;
}

/** All marks of a lane: one path for each look, however many there are. */
export function pathsOf(marks: readonly Mark[]): Path[] {
  const drawn = new Map<Look, string>();
  for (const mark of marks) for (const [look, d] of shapesOf(mark)) drawn.set(look, (drawn.get(look) ?? '') + d);
  return LOOKS.flatMap((look) => {
    const d = drawn.get(look);
    return d === undefined ? [] : { look, d };
  });
}

type Shape = readonly [look: Look, d: string];

function shapesOf(mark: Mark): readonly Shape[] {
  const { x, width } = mark;
  switch (mark.kind) {
    case 'tick':
      return mark.next
        ? [['tick-next', box(x, 12, width, 1)]]
        : [['tick', `M${px(x + width / 2)} ${MIDDLE - 3.75}v7.5`]];
    case 'held':
      return [['tick-held', `M${px(x)} ${MIDDLE}h8M${px(x + 4)} ${MIDDLE - 4}v8`]];
    case 'expected':
      return [['expected', `M${px(x + 4.5)} ${MIDDLE - 4}l4 4-4 4-4-4Z`]];
    case 'hollow':
      return [hollow(x, width, mark.height)];
    case 'stub':
      return [['bar-idle', `M${px(x)} ${MIDDLE + 4}h${px(width)}v${mark.height}h${px(-width)}Z`]];
    case 'bar':
    case 'live':
      return barOf(mark);
  }
}

function barOf({ kind, x, width, height, tone, lead }: RunMark): Shape[] {
  const bar = box(x, height, width, 1.25);
  const shapes: Shape[] = [[`bar-${tone}`, bar]];
  if (lead !== null) shapes.push(['lead', `M${px(lead + 3.5)} ${MIDDLE}H${px(x)}`]);
  if (lead !== null && x - lead > 9) shapes.push(hollow(lead - 2.25, 4.5, height));
  if (kind === 'live' && width > STRIPED) shapes.push(['stripes', bar]);
  return shapes;
}

const hollow = (x: number, width: number, height: number): Shape => [
  'hollow',
  box(x + 0.25, height - 1.2, width - 0.5, 1),
];

const box = (x: number, height: number, width: number, radius: number): string =>
  roundBox(x, MIDDLE - height / 2, width, height, radius);
