const SHORTEST_LINE = 8;
/** A piece of Base64 shorter than this occurs by chance. */
const SHORTEST_BASE64 = 6;
/** Columns that encoders wrap Base64 at: MIME and the `base64` command, then PEM. */
const WRAPS = [76, 64];
/** Everybody knows these lines of a key. */
const PUBLIC_LINE = /^-----(BEGIN|END) [A-Z0-9 ]+-----$/;

/** The ways a secret may be printed: as it is, line by line, and encoded as JSON, for a URL, for a shell and as Base64. */
export function formsOf(secret: string): Set<string> {
  const lines = secret.split(/\r?\n/).map((line) => line.trimEnd());
  const long =
    lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE && !PUBLIC_LINE.test(line));
  const forms = new Set<string>();
  for (const text of [secret, ...long]) for (const form of spellings(text)) forms.add(form);
  for (const form of base64Forms(Buffer.from(secret))) forms.add(form);
  return forms;
}

function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  // Through a Buffer: half a surrogate pair could not be encoded.
  const url = encodeURIComponent(Buffer.from(text).toString());
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  return [text, json, json.replaceAll('/', '\\/'), url, lowerEscapes(url), form, lowerEscapes(form), quoted(text)];
}

const lowerEscapes = (url: string) => url.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
/** As a shell's trace shows it. */
const quoted = (text: string) => text.replaceAll("'", "'\\''");

/** Base64 of the secret wherever it stands in what is encoded: the characters that it alone decides, at each alignment. */
function base64Forms(secret: Buffer): string[] {
  const whole = secret.toString('base64');
  const inner = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), secret]).toString('base64');
    return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + secret.length) * 8) / 6));
  });
  const wrapped = WRAPS.flatMap((columns) => (whole.length > columns ? pieces(whole, columns) : []));
  const forms = [whole, ...inner, ...wrapped].filter((form) => form.length >= SHORTEST_BASE64);
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
}
