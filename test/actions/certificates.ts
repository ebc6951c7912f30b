import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { tempFolder } from '../support/temp.ts';

export interface Identity {
  key: string;
  cert: string;
}

interface Wanted {
  /** The host it is for; 127.0.0.1 is added to `localhost`. */
  host?: string;
  /** When it ends; a year from now if not said. */
  until?: Date;
}

const DAY = 86_400_000;

/** An authority of the test's own, and the file that makes it trusted. */
export async function authority() {
  const root = await issue({ host: 'Belfry test authority' }, null);
  const file = join(await tempFolder(), 'authority.pem');
  writeFileSync(file, root.cert);
  return {
    /** For the environment of a job. */
    trust: { SSL_CERT_FILE: file },
    issue: (wanted: Wanted = {}) => issue(wanted, root),
    selfSigned: () => issue({}, null),
  };
}

async function issue({ host = 'localhost', until = new Date(Date.now() + 365 * DAY) }: Wanted, by: Identity | null) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    ...{ keyType: 'ec', algorithm: 'sha256', notBeforeDate: new Date(2020, 0, 1), notAfterDate: until },
    ...(by && { ca: by }),
    extensions: [
      { name: 'basicConstraints', cA: by === null, critical: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: host.replaceAll(' ', '-') }, ...(host === 'localhost' ? [LOOPBACK] : [])],
      },
    ],
  });
  return { key, cert };
}

const LOOPBACK = { type: 7, ip: '127.0.0.1' } as const;
