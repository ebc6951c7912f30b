import './failure.css';
import { sentence } from '../api.ts';
import { Button } from './Button.tsx';
import { text } from './text.ts';

interface Props {
  /** What did not happen. */
  what: string;
  error: unknown;
  onAgain: () => void;
}

/** What went wrong and why, where it went wrong, with one action. */
export function Failure({ what, error, onAgain }: Props) {
  return (
    <p className="failure" role="alert">
      <span>
        <strong>{what}</strong> {sentence(error)}
      </span>
      <Button small onClick={onAgain}>
        {text.tryAgain}
      </Button>
    </p>
  );
}
