import type { Band } from '#contract/band.ts';
import type { BandStore } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import type { WriteQueue } from './write-queue.ts';

/** Bands are kept this long before the newest one (ms). */
const KEPT_MS = 400 * 86_400_000;
const MOST = 1000;

/** Bands in their table; `since` and `until` are epoch ms, [since, until). */
export function createBandStore(writer: Connection, reader: Connection, queue: WriteQueue): BandStore {
  return {
    record: ({ kind, from, to }) =>
      queue.run(async () => {
        const grown = await writer.all(
          `UPDATE bands SET until = max(until, $3) WHERE id = (SELECT id FROM bands WHERE until >= $2 AND kind = $1
           AND since <= $2 ORDER BY until DESC LIMIT 1) RETURNING id`,
          [kind, from, to],
        );
        if (grown.length > 0) return;
        await writer.all('REPLACE INTO bands (kind, since, until) VALUES ($1, $2, $3)', [kind, from, to]);
        await writer.all('DELETE FROM bands WHERE until < $1', [to - KEPT_MS]);
      }),
    cut: (at) =>
      queue.run(async () => {
        await writer.all('DELETE FROM bands WHERE until > $1 AND since >= $1', [at]);
        await writer.all('UPDATE bands SET until = $1 WHERE until > $1', [at]);
      }),
    // Index bands_until.
    within: (from, to) =>
      reader.all<Band>(
        `SELECT kind, since AS "from", until AS "to" FROM bands WHERE until > $1 AND since < $2
         ORDER BY until LIMIT ${MOST}`,
        [from, to],
      ),
  };
}
