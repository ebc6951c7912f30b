import './editor.css';
import type { ScheduleSuggestion } from '#contract/schedule.ts';
import { Keys } from '../ui/Keys.tsx';
import { StatusMark } from '../ui/StatusMark.tsx';
import { text } from './text.ts';

/** Which word of a schedule is not understood, and what was likely meant. */
export function Suggested(props: { typed: string; suggestion: ScheduleSuggestion; onUse: () => void }) {
  const { typed, suggestion, onUse } = props;
  return (
    <>
      <StatusMark mark="failed" label={null} />
      <span>
        {text.cannotRead(typed.slice(...suggestion.wrong))} {text.didYouMean} <strong>{suggestion.words}</strong>?
      </span>
      <button type="button" className="use-it" onClick={onUse}>
        <Keys keys="Tab" /> {text.useIt}
      </button>
    </>
  );
}
