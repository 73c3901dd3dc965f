export interface WebkitPage {
  readonly keyboard: {
    press(key: string): Promise<unknown>;
    type(text: string): Promise<unknown>;
    down(key: string): Promise<unknown>;
    up(key: string): Promise<unknown>;
  };
  readonly mouse: { click(x: number, y: number): Promise<unknown> };
  goto(url: string): Promise<unknown>;
  /** What the text is worth on the page. */
  evaluate(text: string): Promise<unknown>;
  /** The same for what is not there at once. */
  awaited(text: string): Promise<unknown>;
  setViewport(size: { readonly width: number; readonly height: number }): Promise<void>;
}
export function startWebkit(): Promise<{
  readonly page: WebkitPage;
  readonly version: string;
  readonly close: () => Promise<void>;
}>;
