import './exchange.css';
import type { ExchangeNote } from '#contract/exchange.ts';
import { text } from './text.ts';

/** What was left out or is not the same; `whole` of a text rather than of one job. */
export function Notes({ notes, whole = false }: { notes: readonly ExchangeNote[]; whole?: boolean }) {
  return (
    <ul className={`exchange-notes${whole ? ' whole' : ''}`}>
      {notes.map((note) => (
        <li key={`${note.where} ${note.text}`}>
          <span className={note.kind}>{text.kind[note.kind]}</span> · {text.note(note.where, note.text)}
        </li>
      ))}
    </ul>
  );
}
