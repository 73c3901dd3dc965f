/** Long enough for a browser to take the file over, also where it asks the person where to. */
const takenAfterMs = 60_000;

/** Hands a file to the browser. The address of it is given up again. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), takenAfterMs);
}

/** `activities-20261123T203000Z.csv`: the end of what was asked for, in characters that every file system takes. */
export function fileName(toInstant: string, extension: string): string {
  const stamp = toInstant.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
  return `activities-${stamp}.${extension}`;
}
