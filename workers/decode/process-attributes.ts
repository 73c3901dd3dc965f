import type { AttributeWriter } from './attribute-writer.js';
import { containerIdOf, splitImage, splitPath } from './normalise.js';

/** A path as directory and file name. */
export function setPath(writer: AttributeWriter, path: string | undefined): void {
  if (path === undefined) return;
  const { directory, filename } = splitPath(path);
  writer.set('directory', directory).set('filename', filename);
}

export function setContainerId(writer: AttributeWriter, id: string | undefined): void {
  if (id !== undefined) writer.set('containerId', containerIdOf(id));
}

/** An image reference as repository and tag. */
export function setImage(writer: AttributeWriter, image: string | undefined): void {
  if (image === undefined) return;
  const { repo, tag } = splitImage(image);
  writer.set('container.image.repo', repo).set('container.image.tag', tag);
}

/** One end or both ends of a connection, as far as known. */
export interface Ends {
  readonly clientIp?: unknown;
  readonly clientPort?: unknown;
  readonly serverIp?: unknown;
  readonly serverPort?: unknown;
}

/** Port 0 says that the port is not known. */
export function setEnds(writer: AttributeWriter, { clientIp, clientPort, serverIp, serverPort }: Ends): void {
  writer.set('clientIp', clientIp).set('serverIp', serverIp);
  if (!isZero(clientPort)) writer.set('clientPort', clientPort);
  if (!isZero(serverPort)) writer.set('serverPort', serverPort);
}

const isZero = (port: unknown): boolean => port === 0 || port === '0';

/** The value of `KUBERNETES_EXEC_AUDIT_ID` in an environment given as `NAME=value` texts. */
export function execAuditIdIn(environment: readonly string[]): string | undefined {
  const prefix = 'KUBERNETES_EXEC_AUDIT_ID=';
  return environment.find((variable) => variable.startsWith(prefix))?.slice(prefix.length);
}
