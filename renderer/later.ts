import {
  type ComponentProps,
  type ComponentType,
  createElement,
  type FunctionComponent,
  useEffect,
  useSyncExternalStore,
} from 'react';

type Rest = typeof import('./rest.ts');
let rest: Rest | null = null;
let reading: Promise<void> | null = null;
const waiting = new Set<() => void>();

/** Reads what the first screen does without. */
export function readRest(): Promise<void> {
  reading ??= import('./rest.ts').then((read) => {
    rest = read;
    for (const tell of waiting) tell();
  });
  return reading;
}

function hearArrival(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

/** A part of the rest; where that is not here yet, nothing until it is, which is at once when the part is `wanted`. */
export function later<N extends keyof Rest>(
  name: N,
  wanted: (props: ComponentProps<Rest[N]>) => boolean = () => true,
): ComponentType<ComponentProps<Rest[N]>> {
  return function Later(props) {
    const here = useSyncExternalStore(hearArrival, () => rest);
    const isWanted = wanted(props);
    useEffect(() => {
      if (isWanted) void readRest();
    }, [isWanted]);
    return here && createElement(here[name] as FunctionComponent<object>, props as object);
  };
}
