/** What a person does inside a pod. The verb does not tell: it is `create` with older clients and `get` with newer ones. */
export const sessionSubresources: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);
