/**
 * Bundles what is published into `dist/`: the command line (so that `--version` does not pay for resolving modules),
 * the library with its types, and the suites, whose types node does not strip below node_modules.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { catalogueOf, type ErrorsFile } from '../src/checks/errors/catalogue.ts';
import { parseDocument } from '../src/documents/index.ts';

const { dependencies, version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** `suites/chat/n.ts` becomes `dist/suites/chat/n.js`. */
const suites = globSync('suites/**/*.ts').map((file) => [file.replace(/\.ts$/, ''), file]);
const lanes = globSync('src/run/lanes/*.lane.ts').map((file) => [
  file.replace(/^src\/run\//, '').replace(/\.ts$/, ''),
  file,
]);

const TAKEN_IN = ['ajv', 'ajv-formats', 'commander', 'eventsource-parser', 'yaml'];

const { metafile } = await build({
  metafile: true,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/library/index.ts',
    scenario: 'src/library/author.ts',
    ...Object.fromEntries([...suites, ...lanes]),
  },
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

// Chunks of earlier builds, which nothing loads any more.
for (const file of globSync('dist/**/*.js').filter((name) => metafile.outputs[name] === undefined))
  rmSync(file);

// `src/checks/errors/default.ts` reads it in the place of the YAML.
const file = 'fixtures/catalog/errors.yaml';
const schema = JSON.parse(readFileSync('fixtures/schemas/errors.schema.json', 'utf8'));
const errors = parseDocument<ErrorsFile>({ file, text: readFileSync(file, 'utf8') }, schema);
const { problems } = catalogueOf(errors.value);
if (problems.length > 0) errors.reject(problems);
writeFileSync('dist/errors.json', JSON.stringify(errors.value));

// Only what is packed needs them; they take as long as all the rest.
if (process.argv.includes('--types')) {
  rmSync('dist/types', { recursive: true, force: true });
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.ci/types.json'], {
    stdio: 'inherit',
  });
}
