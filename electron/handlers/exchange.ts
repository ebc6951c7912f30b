import type { Handlers } from '#contract/api.ts';
import type { ExchangeParts, ExchangeRequests } from './exchange-requests.ts';

/** Requests about what other schedulers write and read. The parsers behind them are read from disk with the first. */
export function exchangeHandlers(parts: ExchangeParts): Pick<Handlers, ExchangeRequests> {
  const requests = async () => (await import('./exchange-requests.ts')).exchangeRequests(parts);
  return {
    'exchange.read': async (text) => (await requests())['exchange.read'](text),
    'exchange.import': async (wanted) => (await requests())['exchange.import'](wanted),
    'exchange.export': async (wanted) => (await requests())['exchange.export'](wanted),
    'exchange.save': async (wanted) => (await requests())['exchange.save'](wanted),
    'exchange.found': async () => (await requests())['exchange.found'](undefined),
  };
}
