import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  EXCHANGE_LIMIT,
  type ExchangeExport,
  type ExchangeFile,
  type ExchangeFormat,
  type ExchangeNote,
  type ExchangeReading,
  exchangeFormat,
} from '#contract/exchange.ts';
import { decodeText, FILES_OF, guessFormat, joinFiles } from '#exchange/texts.ts';
import { FAILED, UsageError } from './failure.ts';
import { addCommand, type Session } from './session.ts';
import { jobShape, specShape } from './shapes.ts';
import { plain, table } from './table.ts';
import { iso, localTime } from './times.ts';

interface ImportOptions {
  from?: ExchangeFormat;
  dryRun?: boolean;
}
interface ExportOptions {
  to?: ExchangeFormat;
  out?: string;
  force?: boolean;
}

const FORMATS = exchangeFormat.options;
/** A character of UTF-16 is two bytes, one of UTF-8 at most three for what counts as one. */
const BYTES_LIMIT = EXCHANGE_LIMIT * 3;

/** `import` and `export`. */
export function addExchangeCommands(program: Command): void {
  addCommand<[string, ImportOptions]>(
    program,
    'import <file>',
    'make jobs of what another scheduler wrote; - reads standard input, a folder all files of the kind',
    importFile,
  )
    .addOption(new Option('--from <kind>', 'who wrote it; told by the text when left out').choices(FORMATS))
    .option('--dry-run', 'say what would be made, and make nothing');

  addCommand<[string[], ExportOptions]>(
    program,
    'export [jobs...]',
    'write jobs as another scheduler reads them; all when none is named',
    exportJobs,
  )
    .addOption(new Option('--to <kind>', 'who is to read it').choices(FORMATS).default('belfry'))
    .option('--out <dir>', 'write files into this folder instead of printing them')
    .option('--force', 'replace files that are there');
}

async function importFile(session: Session, file: string, { from, dryRun = false }: ImportOptions) {
  const given = file === '-' ? await readInput() : await readPath(resolve(file), from);
  const client = await session.client();
  const text = { ...given, from: given.from ?? null };
  if (dryRun) {
    const reading = await client.request('exchange.read', text);
    session.print(readingShape(reading), () => [readingText(reading), ...noteLines(reading.notes)].join('\n'));
    return reading.jobs.length === 0 ? FAILED : undefined;
  }
  const { jobs, notes, from: kind } = await client.request('exchange.import', text);
  const made = new Set(jobs.map(({ id }) => id));
  const all = jobs.length === 0 ? [] : await client.request('jobs.list');
  const summaries = all.filter(({ id }) => made.has(id)).sort((a, b) => a.id - b.id);
  session.print({ from: kind, jobs: summaries.map(jobShape), notes }, () => {
    const rows = summaries.map(({ id, name, schedule }) => [String(id), name, schedule.join('; ') || 'by hand']);
    const said = jobs.length === 0 ? 'Nothing was imported.' : `Imported ${count(jobs.length)}.`;
    return [said, ...(rows.length > 0 ? [table(['ID', 'NAME', 'SCHEDULE'], rows)] : []), ...noteLines(notes)].join(
      '\n',
    );
  });
  return jobs.length === 0 ? FAILED : undefined;

  async function readInput() {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of process.stdin) {
      size += (part as Buffer).length;
      if (size > BYTES_LIMIT) throw tooLarge('Standard input');
      parts.push(part as Buffer);
    }
    return { text: needText(Buffer.concat(parts), 'Standard input'), name: undefined, from };
  }
}

const count = (jobs: number) => `${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
const tooLarge = (what: string) => new UsageError(`${what} is too large: an import has at most 2 MiB.`, 'file');

function needText(bytes: Uint8Array, what: string): string {
  const text = decodeText(bytes);
  if (text === null) throw new UsageError(`${what} is no text.`, 'file');
  if (text.length > EXCHANGE_LIMIT) throw tooLarge(what);
  return text;
}

/** A file; or the files of one kind in a folder, as one text. */
async function readPath(path: string, from: ExchangeFormat | undefined) {
  const facts = await stat(path).catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message.split(',')[0]}.`, 'file');
  });
  if (!facts.isDirectory()) return { text: await readOne(path), name: path, from };
  const files: ExchangeFile[] = [];
  const names = (await readdir(path)).sort();
  const wanted = from ? FILES_OF[from] : /\.(timer|service|plist|xml|ya?ml)$/i;
  for (const name of names.filter((one) => wanted.test(one)).slice(0, 1000))
    if ((await stat(join(path, name))).isFile()) files.push({ name, text: await readOne(join(path, name)) });
  const kind = from ?? guessFormat(files[0]?.text ?? '');
  if (!kind || files.length === 0)
    throw new UsageError(`${path} holds nothing that can be imported. Say --from.`, 'from');
  const own = files.filter(({ name }) => FILES_OF[kind].test(name));
  if (own.length < files.length) throw new UsageError(`${path} holds files of several kinds. Say --from.`, 'from');
  const text = joinFiles(kind, own);
  if (text.length > EXCHANGE_LIMIT) throw tooLarge(path);
  return { text, name: path, from: kind };
}

async function readOne(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message.split(',')[0]}.`, 'file');
  });
  try {
    if ((await file.stat()).size > BYTES_LIMIT) throw tooLarge(path);
    return needText(await file.readFile(), path);
  } finally {
    await file.close();
  }
}

async function exportJobs(session: Session, jobs: string[], { to = 'belfry', out, force = false }: ExportOptions) {
  const client = await session.client();
  const exported = await client.request('exchange.export', { to, ...(jobs.length > 0 && { jobs }) });
  if (out !== undefined) return writeFiles(session, exported, resolve(out), force);
  const { files, notes } = exported;
  if (session.json) session.print(exported, () => '');
  else {
    const [first] = files;
    if (files.length > 1 && to !== 'systemd')
      throw new UsageError(`There are ${files.length} files. Say --out DIR to write them.`, 'out');
    if (first) process.stdout.write(to === 'systemd' ? joinFiles(to, files) : first.text);
    for (const line of noteLines(notes)) process.stderr.write(`${line}\n`);
  }
  return files.length === 0 ? FAILED : undefined;
}

async function writeFiles(session: Session, { files, notes }: ExchangeExport, folder: string, force: boolean) {
  await mkdir(folder, { recursive: true });
  const paths = files.map(({ name }) => join(folder, basename(name)));
  if (!force)
    for (const path of paths)
      if (await isThere(path))
        throw new UsageError(`There is already a file ${path}. Say --force to replace it.`, 'force');
  // Commands may hold what others should not read.
  for (const [at, { text }] of files.entries()) await writeFile(paths[at] as string, text, { mode: 0o600 });
  session.print({ files: paths, notes }, () =>
    [...paths.map((path) => `Wrote ${plain(path)}.`), ...noteLines(notes)].join('\n'),
  );
  return files.length === 0 ? FAILED : undefined;
}

const isThere = (path: string) =>
  readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );

const MARKS = { refused: 'left out', times: 'other times', other: 'note' } satisfies Record<
  ExchangeNote['kind'],
  string
>;

const noteLines = (notes: ExchangeNote[]): string[] =>
  notes.map(({ where, text, kind }) => plain(`${MARKS[kind]}: ${where}: ${text}`));

function readingText({ from, jobs }: ExchangeReading): string {
  if (jobs.length === 0) return `Nothing in this ${from} would be imported.`;
  const rows = jobs.map(({ draft, schedule, next }) => [
    draft.name,
    schedule.join('; ') || 'by hand',
    next[0] ? localTime(next[0].at) : '',
  ]);
  return `Would import ${count(jobs.length)} from ${from}.\n${table(['NAME', 'SCHEDULE', 'NEXT'], rows)}`;
}

function readingShape({ from, jobs, notes }: ExchangeReading) {
  return {
    from,
    jobs: jobs.map(({ draft, schedule, next }) => ({
      ...{ ...draft, triggers: draft.triggers.map(specShape), schedule },
      next: next.map(({ at }) => iso(at)),
    })),
    notes,
  };
}
