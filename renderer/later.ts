import {
  type ComponentProps,
  type ComponentType,
  createElement,
  type FunctionComponent,
  useEffect,
  useReducer,
} from 'react';

type Rest = typeof import('./rest.ts');
let rest: Rest | null = null;
let reading: Promise<void> | null = null;

/** Reads what the first screen does without. */
export function readRest(): Promise<void> {
  reading ??= import('./rest.ts').then((read) => {
    rest = read;
  });
  return reading;
}

/** A part of the rest; where that is not here yet, nothing until it is. */
export function later<N extends keyof Rest>(name: N): ComponentType<ComponentProps<Rest[N]>> {
  return function Later(props) {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    useEffect(() => {
      if (!rest) void readRest().then(redraw);
    }, []);
    return rest && createElement(rest[name] as FunctionComponent<object>, props as object);
  };
}
