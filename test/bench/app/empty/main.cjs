// As little as an Electron application with a tray can be: what Belfry is measured against.
const { join } = require('node:path');
const { app, BrowserWindow, Menu, Tray } = require('electron');

app.setPath('userData', String(process.env.BENCH_FOLDER));
app.on('window-all-closed', () => {});
app.whenReady().then(() => {
  const tray = new Tray(join(__dirname, '../../../../resources/tray/idle-on-dark-22.png'));
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.exit() }]));
  Object.assign(app, { tray });
  if (process.argv.includes('--hidden')) return;
  const window = new BrowserWindow({ width: 1280, height: 820, show: false, frame: false });
  window.once('ready-to-show', () => window.show());
  void window.loadURL('data:text/html,<body>nothing</body>');
});
process.on('SIGTERM', () => app.exit());
