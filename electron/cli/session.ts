import { homedir } from 'node:os';
import { Command } from 'commander';
import { dataFolder, socketAddress } from '#doors/address.ts';
import { type Client, connect } from '#doors/client.ts';

/** What every command has at hand. */
export class Session {
  readonly json: boolean;
  readonly dataFolder: string;
  private connection: Promise<Client> | null = null;

  constructor(options: { json?: boolean; data?: string }) {
    this.json = options.json === true;
    const { env: environment, platform } = process;
    this.dataFolder = dataFolder({ argument: options.data, environment, platform, home: homedir() });
  }

  /** The running application; rejects with NotRunningError. */
  client(): Promise<Client> {
    this.connection ??= connect(socketAddress(this.dataFolder, process.platform));
    return this.connection;
  }

  /** The application anew, after it let go of us. */
  async reconnect(): Promise<Client> {
    await this.close();
    this.connection = null;
    return this.client();
  }

  async close(): Promise<void> {
    const client = await this.connection?.catch(() => null);
    client?.close();
  }

  /** Prints a value as JSON, or else the plain text. */
  print(value: unknown, text: () => string): void {
    process.stdout.write(`${this.json ? JSON.stringify(value, null, 2) : text()}\n`);
  }
}

/** A command's work; resolves to its exit code, none = 0. */
export type Work<A extends unknown[]> = (session: Session, ...args: A) => Promise<number | undefined>;

/** Adds a command, with the options that all of them have. */
export function addCommand<A extends unknown[]>(
  program: Command,
  usage: string,
  description: string,
  work: Work<A>,
): Command {
  const command = program.command(usage).description(description);
  return addSharedOptions(command).action(async (...args: unknown[]) => {
    const session = new Session(command.optsWithGlobals());
    try {
      const code = await work(session, ...(args.filter((arg) => !(arg instanceof Command)) as A));
      if (code !== undefined) process.exitCode = code;
    } finally {
      await session.close();
    }
  });
}

export function addSharedOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'the data folder of the Belfry meant (also BELFRY_DATA)')
    .option('--json', 'answer in JSON');
}
