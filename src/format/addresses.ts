/** `10.0.0.1:443`, `[2001:db8::1]:443`; without a port the address alone. */
export function formatEndpoint(address: string, port: string | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
