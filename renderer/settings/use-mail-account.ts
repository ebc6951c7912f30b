import { useState } from 'react';
import type { MailAccount } from '#contract/mail.ts';
import { ask, refusal, sentence } from '../api.ts';
import { text } from './text.ts';

/** What is said of the last answer: where it belongs to no field, beneath all of them. */
interface Told {
  good: boolean;
  text: string;
  /** Of the account, or `to` of the test mail. */
  field: string | null;
}

/** Saves, removes and tries the mail account, one at a time. */
export function useMailAccount() {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const during = async (work: () => Promise<string>) => {
    setBusy(true);
    setTold(null);
    try {
      setTold({ good: true, text: await work(), field: null });
    } catch (error) {
      const field = refusal(error)?.field?.replace(/^(smtp|account)\./, '') ?? null;
      setTold({ good: false, text: sentence(error), field: FIELDS[field ?? ''] ?? null });
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    told: told?.field ? null : told,
    problemAt: (field: string) => (told?.field === field ? told.text : null),
    forget: () => setTold(null),
    save: (smtp: MailAccount) => during(() => ask('settings.set', { smtp }).then(() => text.mail.saved)),
    remove: () => during(() => ask('settings.set', { smtp: null }).then(() => text.mail.removed)),
    test: (account: MailAccount, to: string) =>
      during(async () => {
        const { answer } = await ask('mail.test', { account, to });
        return text.mail.sent(to, answer);
      }),
  };
}

/** Where the form shows a refusal of each field. */
const FIELDS: Record<string, string> = {
  ...{ host: 'host', port: 'port', user: 'user', password: 'password', from: 'from', to: 'testTo' },
};
