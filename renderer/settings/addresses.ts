/** What is written in a field for several addresses: between commas, semicolons or spaces; each once. */
export function addressesIn(text: string): string[] {
  // A name may stand before an address in angle brackets: "Ada <ada@example.com>".
  const parts = text.includes('<') ? text.split(/[,;\n]/) : text.split(/[,;\s]+/);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}
