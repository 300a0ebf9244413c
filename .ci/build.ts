/** Bundles the command line into `dist/`, so that `--version` does not pay for resolving modules. */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { catalogueOf, type ErrorsFile } from '../src/checks/errors/catalogue.ts';
import { parseDocument } from '../src/documents/index.ts';

const { dependencies, version } = JSON.parse(readFileSync('package.json', 'utf8'));

const TAKEN_IN = ['ajv', 'ajv-formats', 'commander', 'eventsource-parser', 'yaml'];

await build({
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node22.20',
  format: 'esm',
  // What each command needs is taken in: a hundred small files cost more to find than one large one to read.
  external: Object.keys(dependencies)
    .filter((name) => !TAKEN_IN.includes(name))
    .flatMap((name) => [name, `${name}/*`]),
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  define: { 'process.env.AOAI_VERSION': JSON.stringify(version) },
  logLevel: 'warning',
});

// `src/checks/errors/default.ts` reads it in the place of the YAML.
const file = 'fixtures/catalog/errors.yaml';
const schema = JSON.parse(readFileSync('fixtures/schemas/errors.schema.json', 'utf8'));
const errors = parseDocument<ErrorsFile>({ file, text: readFileSync(file, 'utf8') }, schema);
const { problems } = catalogueOf(errors.value);
if (problems.length > 0) errors.reject(problems);
writeFileSync('dist/errors.json', JSON.stringify(errors.value));
