import type { ComponentPropsWithRef } from 'react';

type Div = ComponentPropsWithRef<'div'>;
const roles = {
  grid: { role: 'grid', tabIndex: 0 },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  cell: { role: 'gridcell' },
  head: { role: 'columnheader' },
} as const;

/**
 * A grid whose rows are drawn only while in sight, which a table element cannot do. It has the focus and hears the keys
 * (aria-activedescendant); its parts take neither.
 */
export const Grid = (props: Div) => <div {...props} {...roles.grid} />;
export const GridRows = (props: Div) => <div {...props} {...roles.rows} />;
export const GridRow = (props: Div) => <div {...props} {...roles.row} />;
export const GridCell = (props: Div) => <div {...props} {...roles.cell} />;
export const GridHead = (props: Div) => <div {...props} {...roles.head} />;
