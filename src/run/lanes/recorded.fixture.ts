/** One recording of the reference target under many names: as many cases of a replay as are wanted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../matrix/types.ts';
import { createCassette, exchangesOf, readCassette, saveCassette } from '../../wire/index.ts';

/** Writes a cassette for each model id into `recordings`; gives the cases in the same order. `home`: of the harness. */
export async function recordedAs(
  models: readonly string[],
  { home, recordings }: { readonly home: string; readonly recordings: string },
): Promise<Case[]> {
  const file = join(home, 'recordings/reference/chat/completion/ref-general@2026-11-01.json');
  const { lineage, ...template } = readCassette(readFileSync(file, 'utf8'), file);
  const exchanges = exchangesOf(template);
  const cases = models.map(
    (model): Case => ({
      id: `chat/completion:${model}:reference`,
      feature: 'chat/completion',
      api: 'chat',
      model,
      carrier: 'ref-general@2026-11-01',
      target: 'reference',
      deployment: 'ref-general',
    }),
  );
  for (const item of cases)
    await saveCassette(recordings, item, createCassette({ case: item.id, lineage, exchanges }));
  return cases;
}
