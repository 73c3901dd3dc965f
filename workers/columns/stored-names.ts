/** Names of the two parts that every stored batch has. */
export const timesPart = 't';
export const idsPart = 'i';
