/** What was asked for, as the address of the request has it. */
export interface KubernetesRequest {
  readonly command: string | undefined;
  readonly container: string | undefined;
  readonly tty: string | undefined;
  readonly stdin: string | undefined;
  readonly ports: readonly string[];
}

/** Command, container and terminal are in the query of the request; every word of the command is a parameter of its own. */
export function requestOf(uri: string): KubernetesRequest {
  const query = uri.indexOf('?');
  const parameters = new URLSearchParams(query < 0 ? '' : uri.slice(query + 1));
  const get = (name: string): string | undefined => parameters.get(name) ?? undefined;
  const words = parameters.getAll('command');
  return {
    command: words.length > 0 ? words.join(' ') : undefined,
    container: get('container'),
    tty: get('tty'),
    stdin: get('stdin'),
    ports: parameters.getAll('ports'),
  };
}
