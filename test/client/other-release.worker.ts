/** A worker of another release. */
(self as unknown as Worker).postMessage({ kind: 'hello', protocolVersion: 999 });
