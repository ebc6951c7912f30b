import type { Handlers } from '#contract/api.ts';
import { BelfryError } from '#contract/error.ts';
import type { Application } from './application.ts';

/** Requests about mail. */
export function mailHandlers({ sendMail }: Application): Pick<Handlers, 'mail.test'> {
  return {
    'mail.test': async ({ account, to }) => {
      const receipt = await sendMail(account, {
        to: [to],
        subject: 'A test mail from Belfry',
        text: 'The mail account works: Belfry can send mail from it.\n',
      });
      const [refused] = receipt.rejected;
      if (refused) throw new BelfryError('unavailable', `Recipient ${to} was refused: ${refused.answer}`, 'to');
      return receipt;
    },
  };
}
