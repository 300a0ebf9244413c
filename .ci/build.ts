/** Bundles the command line into `dist/`, so that `--version` does not pay for resolving modules. */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { dependencies, version } = JSON.parse(readFileSync('package.json', 'utf8'));

await build({
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node22.20',
  format: 'esm',
  // commander is small and needed at once; everything else is loaded when a command needs it.
  external: Object.keys(dependencies)
    .filter((name) => name !== 'commander')
    .flatMap((name) => [name, `${name}/*`]),
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  define: { 'process.env.AOAI_VERSION': JSON.stringify(version) },
  logLevel: 'warning',
});
