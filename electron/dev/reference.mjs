// npm run reference: the command line in the user guide, written from the commands themselves.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';
import { inRoot } from './paths.mjs';

/** @typedef {import('commander').Command} Command */
/** @typedef {import('commander').Option} Option */

/** In the repository. */
export const REFERENCE = 'resources/guide/cli.md';

/** The options that all commands have, said once. */
const SHARED = ['data', 'json', 'help', 'version'];

const HEAD = `# The command line

Written by \`npm run reference\` from the commands themselves. Answers in JSON are shown in [Scripting](scripting.md).
`;

/**
 * The reference as Markdown.
 * @param {Command} program
 */
export function referenceText(program) {
  const commands = leaves(program);
  const list = commands.map((command) => `[${nameOf(command)}](#${anchor(command)})`).join(', ');
  const shared = program.options.filter(({ long }) => SHARED.includes(long?.slice(2) ?? ''));
  return [
    HEAD,
    `${list}.\n`,
    '## For all commands\n',
    optionTable([...shared, ...helpOf(program)]),
    `${notesOf(program)}\n`,
    ...commands.map(section),
  ].join('\n');
}

/**
 * Every command that does something, in the order of the help.
 * @param {Command} command
 * @returns {Command[]}
 */
function leaves(command) {
  return command.commands.flatMap((one) => (one.commands.length > 0 ? leaves(one) : [one]));
}

/** @param {Command} command @returns {string} */
const nameOf = (command) => (command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name());

/** As hosts of repositories make them of a heading. @param {Command} command */
const anchor = (command) => `belfry-${nameOf(command).replaceAll(' ', '-')}`;

/** @param {Command} command */
function section(command) {
  const own = command.options.filter(({ long }) => !SHARED.includes(long?.slice(2) ?? ''));
  const usage = ['belfry', nameOf(command), ...command.registeredArguments.map(argumentText)];
  return [
    `## belfry ${nameOf(command)}\n`,
    `    ${[...usage, ...(own.length > 0 ? ['[options]'] : [])].join(' ')}\n`,
    `${sentence(command.description())}\n`,
    ...(own.length > 0 ? [optionTable(own)] : []),
  ].join('\n');
}

/** @param {import('commander').Argument} argument */
function argumentText(argument) {
  const name = argument.name() + (argument.variadic ? '...' : '');
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** @param {readonly Pick<Option, 'flags' | 'description' | 'argChoices' | 'defaultValue'>[]} options */
function optionTable(options) {
  const rows = options.map(({ flags, description, argChoices, defaultValue }) => {
    const more = [
      ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
      ...(defaultValue === undefined || typeof defaultValue === 'boolean' ? [] : [`${defaultValue} unless told`]),
    ];
    return `| ${code(flags)} | ${[description, ...more].join('; ').replaceAll('|', '\\|').replaceAll('<', '\\<')} |`;
  });
  return ['| Option | |', '|---|---|', ...rows, ''].join('\n');
}

/** A bar ends a cell even in code. @param {string} text */
const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;

/** What commander adds by itself. @param {Command} program */
function helpOf(program) {
  return program
    .createHelp()
    .visibleOptions(program)
    .filter(
      ({ long }) => SHARED.slice(2).includes(long?.slice(2) ?? '') && !program.options.some((one) => one.long === long),
    );
}

/** What stands below the help. @param {Command} program */
function notesOf(program) {
  let text = '';
  program.configureOutput({ writeOut: (part) => (text += part) });
  program.outputHelp();
  const help = program.helpInformation();
  return text.slice(help.length).trim().split('\n').join('  \n');
}

/** @param {string} text */
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { module } = await runnerImport(inRoot('electron/cli/program.ts'), { root: inRoot(), configFile: false });
  writeFileSync(inRoot(REFERENCE), referenceText(module.createProgram()));
  console.log(`Wrote ${REFERENCE}.`);
}
