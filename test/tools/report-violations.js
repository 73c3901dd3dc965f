// On the page of every test in the browser: what the policy blocks is an error of the test that is running.
window.addEventListener('securitypolicyviolation', (event) => {
  const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
  const where = sourceFile ? ` at ${sourceFile}:${lineNumber}` : '';
  reportError(new Error(`The security policy (${effectiveDirective}) blocked ${blockedURI}${where} ${sample}`));
});
