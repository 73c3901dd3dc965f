/** What the OpenAPI file says: the one source of what is checked. */
import { isObject } from './exact-json.js';
import { misfits, resolve, type Schema } from './json-schema.js';

export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  /** Only a server that names it has to know the parameter. */
  readonly capability?: string;
}

/** A `GET` of the protocol. */
export interface Operation {
  /** As in the file: `/entries/{id}`. */
  readonly path: string;
  /** Of the query only. */
  readonly parameters: readonly Parameter[];
}

export class ProtocolDocument {
  readonly version: string;
  readonly #document: unknown;

  /** @throws Error where the document is not an OpenAPI file. */
  constructor(document: unknown) {
    const info = isObject(document) && isObject(document['info']) ? document['info'] : {};
    if (!isObject(document) || !isObject(document['paths'])) throw new Error('This is no OpenAPI file.');
    this.#document = document;
    this.version = String(info['version']);
  }

  operation(path: string): Operation {
    const listed = this.#at(path)['parameters'];
    const parameters = (Array.isArray(listed) ? listed : []).map((one) => this.#resolved(one));
    return {
      path,
      parameters: parameters
        .filter((parameter) => parameter['in'] === 'query')
        .map(({ name, required, schema, 'x-capability': capability }) => ({
          name: String(name),
          required: required === true,
          schema: isObject(schema) ? schema : {},
          ...(typeof capability === 'string' && { capability }),
        })),
    };
  }

  /** Where an answer differs from what the file says of it, one sentence each. Bodies that are not JSON are only looked up. */
  differences(path: string, status: number, contentType: string, body: unknown): readonly string[] {
    const responses = this.#at(path)['responses'];
    const response = isObject(responses) ? responses[String(status)] : undefined;
    if (response === undefined) return [`the status ${status} is not foreseen`];
    const content = this.#resolved(response)['content'];
    const media = isObject(content) ? content[contentType] : undefined;
    if (!isObject(media))
      return [
        `with ${status} comes ${contentType || 'no content type'}, not ${Object.keys(content ?? {}).join(' or ')}`,
      ];
    return isObject(media['schema']) && typeof body !== 'string' ? this.misfits(media['schema'], body) : [];
  }

  /** Whether a form of the answer is foreseen. */
  foresees(path: string, contentType: string): boolean {
    return this.differences(path, 200, contentType, '').length === 0;
  }

  /** Where a value differs from a schema of the file, by its name. */
  misfitsOf(schema: string, value: unknown): readonly string[] {
    return this.misfits(resolve(this.#document, `#/components/schemas/${schema}`), value);
  }

  misfits(schema: Schema, value: unknown): readonly string[] {
    return misfits(this.#document, schema, value);
  }

  #at(path: string): Schema {
    return resolve(this.#document, `#/paths/${path.replaceAll('/', '~1')}/get`);
  }

  #resolved(value: unknown): Schema {
    if (!isObject(value)) return {};
    return typeof value['$ref'] === 'string' ? resolve(this.#document, value['$ref']) : value;
  }
}
