// Loaded into an application before its own code (electron -r): prints when its tray hangs, its window can be used and
// holds its first data, in ms since the process was started.
const { app, BrowserWindow, Tray } = require('electron');

const since = Number(process.env.BENCH_STARTED_AT);
/** @param {string} name */
const say = (name) => process.stdout.write(`bench ${name} ${Date.now() - since}\n`);
/** @param {string} name */
const once = (name) => {
  let said = false;
  return () => {
    if (!said) say(name);
    said = true;
  };
};

const tray = once('tray');
const { setContextMenu } = Tray.prototype;
Tray.prototype.setContextMenu = function hung(menu) {
  setContextMenu.call(this, menu);
  tray();
};

const usable = once('window');
const filled = once('data');
/** What stands in the window, and whether it is the first screen's data: lanes of the time line, or all that is empty. */
const LOOK =
  "[document.body.innerText, document.querySelector('[role=grid] [role=rowheader]') !== null || document.body.innerText === 'nothing']";
app.on('browser-window-created', (_event, window) => {
  const look = async () => {
    if (window.isDestroyed()) return;
    const [text, full] = await window.webContents.executeJavaScript(LOOK).catch(() => ['', false]);
    if (window.isVisible() && /Settings|nothing/.test(text)) usable();
    if (window.isVisible() && full) filled();
    else setTimeout(look, 10);
  };
  window.webContents.once('dom-ready', () => void look());
});

process.on('SIGUSR2', () => {
  for (const window of BrowserWindow.getAllWindows()) window.close();
});
