import styles from '../ui/command.module.css';

const PATTERN = /("(?:\\.|[^"\\])*")(\s*:)?|\$\{secret:[^}]*\}/g;

/** JSON in colours: names as what is done, texts as texts, secrets as what they stand for. */
export function JsonTokens({ text }: { text: string }) {
  return (
    <>
      {cut(text).map(([piece, look, at]) =>
        look ? (
          <span key={at} className={styles[look]}>
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </>
  );
}

type Piece = [text: string, look: 'verb' | 'string' | 'variable' | null, at: number];

function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PATTERN)) {
    if (match.index > from) pieces.push([text.slice(from, match.index), null, from]);
    const [whole, quoted, colon = ''] = match;
    pieces.push([quoted ?? whole, quoted === undefined ? 'variable' : colon ? 'verb' : 'string', match.index]);
    if (colon) pieces.push([colon, null, match.index + whole.length - colon.length]);
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push([text.slice(from), null, from]);
  return pieces;
}
