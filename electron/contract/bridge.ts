import type { EventName, EventPayload, Reply, RequestInput, RequestName, RequestOutput } from './api.ts';

/** What preload hands to the window as `window.belfry`. */
export interface BelfryBridge {
  request<N extends RequestName>(name: N, input?: RequestInput<N>): Promise<Reply<RequestOutput<N>>>;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  readonly platform: string;
}

/**
 * The bridge as it crosses from the preload script: answers and payloads are JSON. Electron copies objects between the two
 * worlds property by property, which takes seconds for a list of ten thousand jobs; a text crosses at once.
 */
export interface BelfryWire {
  request(name: string, input?: unknown): Promise<string>;
  on(name: EventName, listener: (payload: string) => void): () => void;
  readonly platform: string;
}
