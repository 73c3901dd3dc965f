/** `npx activity-audit-elements`: what can be done on a command line. Each word is a part of its own, loaded when it is said. */
export {};

const [word] = process.argv.slice(2);

const usage = `activity-audit-elements check URL      checks a server against the open activity protocol
activity-audit-elements load FILE...   loads logs into a ClickHouse table

--help behind either says more.
`;

switch (word) {
  case 'load':
    await import('../load/command.js');
    break;
  case undefined:
  case '-h':
  case '--help':
    process.stdout.write(usage);
    break;
  default:
    await import('../conformance/command.js');
}
