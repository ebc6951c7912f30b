import type { BelfryBridge, BelfryWire } from '#contract/bridge.ts';

declare global {
  interface Window {
    readonly belfryWire: BelfryWire;
    readonly belfry: BelfryBridge;
  }
}

const { belfryWire: wire } = window;

const belfry: BelfryBridge = {
  request: async (name, input) => JSON.parse(await wire.request(name, input)),
  on: (name, listener) =>
    typeof listener === 'function' ? wire.on(name, (json) => listener(JSON.parse(json))) : () => {},
  platform: wire.platform,
};

Object.defineProperty(window, 'belfry', { value: Object.freeze(belfry) });
