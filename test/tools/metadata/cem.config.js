/** How the analyzer reads the elements. Only here can it be told to leave package.json alone. */
export default { litelement: true, packagejson: false, quiet: true };
