import { spawn } from 'node:child_process';
import { onPath } from './command.mjs';
import { hasDisplay } from './system.mjs';

const START_MS = 10_000;

/**
 * A display for windows: the machine's own, or a virtual one where there is none.
 * @returns {Promise<{ env: NodeJS.ProcessEnv, virtual: boolean, close: () => void }>} env holds DISPLAY
 */
export async function openDisplay() {
  if (hasDisplay()) return { env: process.env, virtual: false, close: () => {} };
  if (!onPath('Xvfb')) throw new Error('There is no display and no Xvfb to make one. Run npm run setup.');
  // Xvfb picks a free number itself and writes it to descriptor 3. In a process group of its own it outlives Ctrl+C,
  // so that Belfry can still close its window.
  const args = ['-displayfd', '3', '-screen', '0', '1440x960x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const close = () => void server.kill();
  process.once('exit', close);
  const number = await displayNumber(server);
  server.unref();
  return { env: { ...process.env, DISPLAY: `:${number}` }, virtual: true, close };
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('Xvfb does not start.'));
    const timer = setTimeout(() => {
      server.kill();
      fail();
    }, START_MS);
    const pipe = /** @type {import('node:net').Socket} */ (server.stdio[3]);
    let text = '';
    server.once('error', fail).once('exit', fail);
    pipe.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      pipe.destroy();
      resolve(text.trim());
    });
  });
}
