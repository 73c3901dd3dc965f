const columns = ['lanes', 'time', 'offset', 'what', 'exit', 'chart', 'sure'] as const;

/** Where a column stands, counted from 1, as assistive technology is told. The lanes are one only where there are several sessions. */
export const columnOf = (column: (typeof columns)[number], lanes: number): number =>
  columns.indexOf(column) + (lanes > 1 ? 1 : 0);
