declare module '*.mdx' {
  const page: () => unknown;
  export default page;
}
declare module '*.css?inline' {
  const text: string;
  export default text;
}
interface ImportMeta {
  glob<Module>(
    pattern: string,
    options: { readonly eager: true; readonly import: 'default' },
  ): Readonly<Record<string, Module>>;
}
