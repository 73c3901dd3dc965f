/** Who wrote a file, in its manifest. A test holds the version to the package's. */
export const product: { readonly name: string; readonly version: string } = Object.freeze({
  name: 'activity-audit-elements',
  version: '0.1.0',
});
