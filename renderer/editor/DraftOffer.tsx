import { Button } from '../ui/Button.tsx';
import { useTick } from '../ui/ticker.ts';
import { wallTime } from '../ui/wall-time.ts';
import type { Draft } from './drafts.ts';
import { text } from './text.ts';

interface Props {
  draft: Draft;
  onContinue: () => void;
  onDiscard: () => void;
}

/** What an earlier time left unsaved, to go on with or to let go. */
export function DraftOffer({ draft, onContinue, onDiscard }: Props) {
  const when = useTick((now) => wallTime.brief(draft.at, now));
  return (
    <div className="draft-offer" role="status">
      <span>
        {text.draft.from(when)}
        {draft.form.name.trim() !== '' && <span className="meta"> {draft.form.name.trim()}</span>}
      </span>
      <Button small onClick={onContinue}>
        {text.draft.go}
      </Button>
      <Button small look="quiet" onClick={onDiscard}>
        {text.draft.discard}
      </Button>
    </div>
  );
}
