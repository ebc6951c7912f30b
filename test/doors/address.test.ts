import { describe, expect, it } from 'vitest';
import { dataFolder, socketAddress } from '#doors/address.ts';

describe('the data folder', () => {
  const linux = {
    platform: 'linux',
    home: '/home/ann',
    environment: {},
  } as const;
  const windows = {
    platform: 'win32',
    home: 'C:\\Users\\Ann',
    environment: {},
  } as const;

  it.each([
    ['~/.config on Linux', linux, '/home/ann/.config/Belfry'],
    ['XDG_CONFIG_HOME', { ...linux, environment: { XDG_CONFIG_HOME: '/cfg' } }, '/cfg/Belfry'],
    ['no relative XDG_CONFIG_HOME', { ...linux, environment: { XDG_CONFIG_HOME: 'cfg' } }, '/home/ann/.config/Belfry'],
    [
      'macOS',
      { ...linux, platform: 'darwin' as const, home: '/Users/ann' },
      '/Users/ann/Library/Application Support/Belfry',
    ],
    ['APPDATA', { ...windows, environment: { APPDATA: 'D:\\Roaming' } }, 'D:\\Roaming\\Belfry'],
    ['Windows without APPDATA', windows, 'C:\\Users\\Ann\\AppData\\Roaming\\Belfry'],
    ['BELFRY_DATA', { ...linux, environment: { BELFRY_DATA: '/data' } }, '/data'],
    ['--data before BELFRY_DATA', { ...linux, argument: '/mine/', environment: { BELFRY_DATA: '/data' } }, '/mine'],
    ['an empty BELFRY_DATA', { ...linux, environment: { BELFRY_DATA: '' } }, '/home/ann/.config/Belfry'],
    ['--data on Windows', { ...windows, argument: 'C:/x/../y' }, 'C:\\y'],
  ])('follows %s', (_, options, expected) => {
    expect(dataFolder(options)).toBe(expected);
  });

  it('is absolute', () => {
    expect(dataFolder({ ...linux, argument: 'here' })).toBe(`${process.cwd()}/here`);
  });
});

describe('the address of the socket', () => {
  it('lies in the data folder', () => {
    expect(socketAddress('/home/ann/.config/Belfry', 'linux')).toBe('/home/ann/.config/Belfry/belfry.sock');
  });

  it('fits a socket however long the folder is, in bytes', () => {
    for (const folder of [`/${'x'.repeat(200)}`, `/${'ü'.repeat(60)}`]) {
      const address = socketAddress(folder, 'darwin', 501);
      expect(address).toMatch(/^\/tmp\/belfry-501\/[0-9a-f]{32}\.sock$/);
      expect(Buffer.byteLength(address)).toBeLessThan(104);
    }
    expect(socketAddress(`/${'a'.repeat(200)}`, 'linux')).not.toBe(socketAddress(`/${'b'.repeat(200)}`, 'linux'));
  });

  it('is one pipe for one folder on Windows, in any letter case', () => {
    const address = socketAddress('C:\\Users\\Ann', 'win32');
    expect(address).toMatch(/^\\\\\.\\pipe\\belfry-[0-9a-f]{32}$/);
    expect(socketAddress('c:\\users\\ann', 'win32')).toBe(address);
  });
});
