import type { Delivery } from '#contract/notification.ts';
import type { DeliveryStore } from '#core/ports.ts';
import type { Connection } from './connection.ts';
import type { WriteQueue } from './write-queue.ts';

/** Who was told of which run; rows go with their run. */
export function createDeliveryStore(writer: Connection, reader: Connection, queue: WriteQueue): DeliveryStore {
  return {
    add: (runId, { at, kind, channel, target, error }) =>
      queue.run(async () => {
        // WITH first, see ledger.ts; the run may have been deleted meanwhile.
        await writer.all(
          `WITH run AS (SELECT id FROM runs WHERE id = $1)
           INSERT INTO deliveries (runId, at, kind, channel, target, error) SELECT id, $2, $3, $4, $5, $6 FROM run`,
          [runId, at, kind, channel, target, error],
        );
      }),
    of: (runId) =>
      reader.all<Delivery>(
        'SELECT at, kind, channel, target, error FROM deliveries WHERE runId = $1 ORDER BY id', // index deliveries_run
        [runId],
      ),
  };
}
