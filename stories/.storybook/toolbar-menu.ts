import type { Preview } from '@storybook/web-components-vite';

type GlobalTypes = NonNullable<Preview['globalTypes']>;
export type ToolbarMenu = GlobalTypes[string];
type Icon = NonNullable<Extract<ToolbarMenu['toolbar'], object>['icon']>;

/** A menu of the tool bar: values, and what they are called. */
export const toolbarMenu = (
  title: string,
  description: string,
  icon: Icon,
  items: Readonly<Record<string, string>>,
): ToolbarMenu => ({
  description,
  toolbar: {
    title,
    icon,
    dynamicTitle: true,
    items: Object.entries(items).map(([value, name]) => ({ value, title: name })),
  },
});
