/** Bytes in decimal units, as sentences say them: "840 B", "1.2 MB", "5 GB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), 4);
  return `${Math.round((bytes / 1000 ** power) * 10) / 10} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
