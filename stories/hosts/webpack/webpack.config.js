import CopyPlugin from 'copy-webpack-plugin';

export default {
  mode: 'production',
  entry: './src/page.js',
  // For pages that ask for Trusted Types; what else webpack loads goes through this policy.
  output: { trustedTypes: 'webpack', clean: true },
  performance: { hints: false },
  plugins: [new CopyPlugin({ patterns: ['public'] })],
};
