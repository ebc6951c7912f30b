import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { addBackupCommands } from './backup.ts';
import { addDoctorCommand } from './doctor.ts';
import { addEditCommands } from './edit.ts';
import { addExchangeCommands } from './exchange.ts';
import { report, UsageError, WRONG_USAGE } from './failure.ts';
import { addHistoryCommand } from './history.ts';
import { addListCommands } from './list.ts';
import { addLogsCommand } from './logs.ts';
import { addScheduleCommands } from './next.ts';
import { addPauseCommands } from './pause.ts';
import { addRunCommands } from './run.ts';
import { addSecretCommands } from './secret.ts';
import { addSharedOptions } from './session.ts';
import { addStatusCommand } from './status.ts';

/** Runs the `belfry` command on its arguments; resolves when it is done, with the exit code in process.exitCode. */
export async function runCommandLine(args: string[]): Promise<void> {
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error, program, args);
  }
}

/** The whole command as commander has it: what runs, and what the guide's reference is made of. */
export function createProgram(): Command {
  const program = new Command('belfry')
    .description('Runs your jobs on time, and keeps an honest record of every occurrence.')
    .version(version)
    // An option after the command belongs to the command: `add --command "…"` must not lose words to us.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => {}, writeErr: () => {} });
  addSharedOptions(program);
  addScheduleCommands(program);
  addStatusCommand(program);
  addListCommands(program);
  addEditCommands(program);
  addRunCommands(program);
  addPauseCommands(program);
  addHistoryCommand(program);
  addLogsCommand(program);
  addSecretCommands(program);
  addBackupCommands(program);
  addDoctorCommand(program);
  addExchangeCommands(program);
  return program.addHelpText(
    'after',
    '\nA JOB is a name, or an id where no job has that name. A RUN is an id.\n' +
      'Exit codes: 0 done, 1 the job or request failed, 2 wrong usage, 3 Belfry is not running.',
  );
}

function exitCodeOf(error: unknown, program: Command, args: string[]): number {
  const json = args.includes('--json');
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help' && !json) {
      process.stderr.write(program.helpInformation());
      return WRONG_USAGE;
    }
    if (error.code === 'commander.help') return report(new UsageError('Name a command.'), json);
  }
  return report(error, json);
}
