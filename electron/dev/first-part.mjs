/**
 * Stops a build of the window in whose first part are schemas: they are not to be made before the window is shown (20 ms), nor
 * before no-eval.ts, which comes with the rest, has told zod of the page's policy. What the first part needs of the
 * contract stands in files without a schema.
 * @returns {import('vite').Plugin}
 */
export const firstPart = () => ({
  name: 'first-part',
  generateBundle: (_options, bundle) => {
    const parts = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part : []));
    const first = new Set(parts.filter(({ isEntry }) => isEntry));
    for (const { imports } of first) for (const part of parts) if (imports.includes(part.fileName)) first.add(part);
    if ([...first].some(({ moduleIds }) => moduleIds.some((id) => id.includes('/node_modules/zod/'))))
      throw new Error('Zod came into the first part of the window: import from a file of the contract without it.');
  },
});
