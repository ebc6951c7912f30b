import './failure.css';
import { sentence } from '../api.ts';
import { Button } from './Button.tsx';
import { text } from './text.ts';

interface Props {
  /** What did not happen. */
  what: string;
  error: unknown;
  /** What there is to do about it, where that is not to try again. */
  go?: string;
  onGo: () => void;
}

/** What went wrong and why, where it went wrong, with one action. */
export function Failure({ what, error, go = text.tryAgain, onGo }: Props) {
  return (
    <p className="failure" role="alert">
      <span>
        <strong>{what}</strong> {sentence(error)}
      </span>
      <Button small onClick={onGo}>
        {go}
      </Button>
    </p>
  );
}
