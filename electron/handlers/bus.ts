import type { EventListener, EventName, EventPayload } from '#contract/api.ts';

/** Carries events from the application to whoever listens: doors and tray. */
export class Bus {
  private readonly listeners = new Set<EventListener>();

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  /** Returns the function that ends the subscription. */
  readonly subscribe = (listener: EventListener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const listener of this.listeners) listener(name, payload);
  }
}
