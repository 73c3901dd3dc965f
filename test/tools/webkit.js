// WebKitGTK by plain WebDriver calls, without a package: its driver, its small browser, and a screen that nobody sees.
// Debian: apt-get install -y --no-install-recommends webkit2gtk-driver xvfb
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

const first = (...paths) => paths.find((path) => path && existsSync(path));
const driverPath = () => first(process.env.WEBKIT_DRIVER, '/usr/bin/WebKitWebDriver');
const browserPath = () =>
  first(
    process.env.WEBKIT_BROWSER,
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    '/usr/lib/x86_64-linux-gnu/webkitgtk-6.0/MiniBrowser',
    '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  );
const screenPath = () => first('/usr/bin/Xvfb');

export const isWebkitInstalled = () => Boolean(driverPath() && browserPath() && screenPath());

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Code points of the keys that have a name: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keyCodes = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  ' ': '\uE00D',
  Space: '\uE00D',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`F${at + 1}`, String.fromCharCode(0xe031 + at)])),
};
/** A key as puppeteer names it (`ArrowDown`, `KeyA`, `Digit1`, `a`) as WebDriver does. */
function keyCode(name) {
  const code = keyCodes[name] ?? /^(?:Key|Digit)(.)$/.exec(name)?.[1]?.toLowerCase() ?? name;
  if (code.length !== 1) throw new Error(`WebKit's driver has no key "${name}".`);
  return code;
}

/** One window of WebKit, with as much of puppeteer's `Page` as the tests use. */
export class WebkitPage {
  #call;
  #pointer = { x: 0, y: 0 };

  constructor(call) {
    this.#call = call;
  }

  keyboard = {
    down: (key) => this.#keys([{ type: 'keyDown', value: keyCode(key) }]),
    up: (key) => this.#keys([{ type: 'keyUp', value: keyCode(key) }]),
    press: (key) => this.#keys(press(keyCode(key))),
    type: (text) => this.#keys([...text].flatMap((letter) => press(keyCodes[letter] ?? letter))),
  };

  mouse = {
    move: (x, y) => {
      this.#pointer = { x, y };
      return this.#mouse([]);
    },
    down: ({ button } = {}) => this.#mouse([{ type: 'pointerDown', button: buttonNumber(button) }]),
    up: ({ button } = {}) => this.#mouse([{ type: 'pointerUp', button: buttonNumber(button) }]),
    click: (x, y, { button } = {}) => {
      this.#pointer = { x, y };
      const number = buttonNumber(button);
      return this.#mouse([
        { type: 'pointerDown', button: number },
        { type: 'pointerUp', button: number },
      ]);
    },
    reset: async () => {
      await this.#call('DELETE', '/actions');
      this.#pointer = { x: 0, y: 0 };
      await this.#mouse([]);
    },
  };

  goto(url) {
    return this.#call('POST', '/url', { url });
  }

  /** Runs a text on the page and gives what it returns. */
  evaluate(text) {
    return this.#call('POST', '/execute/sync', { script: `return (${text});`, args: [] });
  }

  /** The same for what is not there at once: gives what its promise does. */
  async awaited(text) {
    const { value, error } = await this.#call('POST', '/execute/async', {
      script: `const done = arguments[arguments.length - 1];
        (async () => (${text}))().then((value) => done({ value }), (error) => done({ error: String(error?.message ?? error) }));`,
      args: [],
    });
    if (error !== undefined) throw new Error(error);
    return value ?? undefined;
  }

  /** A picture of the page, as PNG. */
  async screenshot() {
    return Buffer.from(await this.#call('GET', '/screenshot'), 'base64');
  }

  /** The driver sets the window, frame and all; the page is to have the size. */
  async setViewport({ width, height }) {
    let outer = { width, height };
    for (let tries = 0; tries < 5; tries += 1) {
      await this.#call('POST', '/window/rect', outer);
      let inner;
      for (let waited = 0; waited < 10; waited += 1) {
        inner = await this.evaluate('({ width: innerWidth, height: innerHeight })');
        if (inner.width === width && inner.height === height) return;
        await sleep(20);
      }
      outer = { width: outer.width + width - inner.width, height: outer.height + height - inner.height };
    }
  }

  #keys(actions) {
    return this.#call('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] });
  }

  #mouse(actions) {
    const move = { type: 'pointerMove', duration: 0, origin: 'viewport', ...rounded(this.#pointer) };
    return this.#call('POST', '/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [move, ...actions] }],
    });
  }
}

const press = (value) => [
  { type: 'keyDown', value },
  { type: 'keyUp', value },
];
const rounded = ({ x, y }) => ({ x: Math.round(x), y: Math.round(y) });
const buttonNumber = (name = 'left') => ['left', 'middle', 'right'].indexOf(name);

/** Bounds, not expectations: a browser that ended, or hangs, does not answer at all. */
const answersWithinMs = 60_000;
const loadsWithinMs = 180_000;

/** Starts WebKit and gives its one window. */
export async function startWebkit() {
  const screen = spawn(screenPath(), ['-displayfd', '1', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [display] = await once(screen.stdout, 'data');
  const port = await freePort();
  const driver = spawn(driverPath(), [`--port=${port}`], {
    stdio: 'ignore',
    // Its browser is of its group, and ends with it however it fares.
    detached: true,
    env: {
      ...process.env,
      DISPLAY: `:${String(display).trim()}`,
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      // There is no graphics hardware behind that screen.
      WEBKIT_DISABLE_DMABUF_RENDERER: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
  });
  const end = () => {
    process.off('exit', end);
    try {
      process.kill(-driver.pid);
    } catch {
      // It has ended by itself.
    }
    screen.kill();
  };
  // A run that is broken off leaves nothing behind.
  process.on('exit', end);
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(path.endsWith('/url') ? loadsWithinMs : answersWithinMs),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit's driver, ${method} ${path}: ${value?.error} ${value?.message}`);
    return value;
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await call('GET', '/status');
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }
  const { sessionId, capabilities } = await call('POST', '/session', {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: browserPath(), args: ['--automation'] } },
    },
  }).catch((error) => {
    end();
    throw error;
  });
  const page = new WebkitPage((method, path, body) => call(method, `/session/${sessionId}${path}`, body));
  return {
    page,
    version: capabilities.browserVersion,
    close: async () => {
      // A browser that is gone already has nothing to end.
      await call('DELETE', `/session/${sessionId}`).catch(() => {});
      end();
    },
  };
}

/** WebKit for the test runner: one window, one test file after the other. */
export function webkitLauncher() {
  let starting = null;
  let running = null;
  const active = new Map();
  /** The next file has a new browser. */
  const giveUp = async () => {
    const browser = await starting?.catch(() => null);
    starting = null;
    await browser?.close();
  };
  return {
    name: 'Webkit',
    // The runner's commands for keys, mouse and window speak to such a page.
    type: 'puppeteer',
    concurrency: 1,
    async initialize() {},
    async startSession(id, url) {
      active.set(id, url);
      for (let tries = 1; ; tries += 1) {
        try {
          running = await (starting ??= startWebkit());
          await running.page.setViewport({ width: 800, height: 600 });
          await running.page.goto(url);
          return;
        } catch (error) {
          await giveUp();
          if (tries === 2) throw error;
        }
      }
    },
    isActive: (id) => active.has(id),
    getBrowserUrl: (id) => active.get(id),
    getPage: () => running.page,
    async stopSession(id) {
      active.delete(id);
      // What still runs on the page ends; where the browser is gone, or does not answer, the next file has a new one.
      await running?.page.goto('about:blank').catch(giveUp);
      return {};
    },
    async startDebugSession() {
      throw new Error('There is no debugging in WebKit.');
    },
    async stop() {
      await giveUp();
    },
  };
}
