/** Who has a window on an engine that several views may share, and who of them wants what arrives. */
export class EngineViewers {
  readonly #viewers = new Map<object, boolean>();

  set(who: object, follows: boolean): void {
    this.#viewers.set(who, follows);
  }

  delete(who: object): void {
    this.#viewers.delete(who);
  }

  get follow(): boolean {
    return [...this.#viewers.values()].includes(true);
  }

  isAlone(who: object): boolean {
    return [...this.#viewers.keys()].every((viewer) => viewer === who);
  }
}
