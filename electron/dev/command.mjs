import { spawn, spawnSync } from 'node:child_process';
import { ROOT } from './paths.mjs';

/**
 * Runs a program to its end, output passed through unless `quiet`.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} output is kept only when quiet; code 1 also for "not found"
 */
export function run(program, args, { cwd = ROOT, env = process.env, quiet = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      timeout: timeoutMs,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * npm with the node that runs this, whatever the platform calls its launcher.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], options);
  // npm is a .cmd file there, which only a shell starts; no argument of ours needs quoting.
  if (process.platform === 'win32') return run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options);
  return run('npm', args, options);
}

/**
 * @param {string} program
 * @returns {boolean} whether it is on the path
 */
export function onPath(program) {
  const [finder, ...args] =
    process.platform === 'win32' ? ['where', program] : ['/bin/sh', '-c', 'command -v "$0"', program];
  return spawnSync(String(finder), args, { stdio: 'ignore' }).status === 0;
}
