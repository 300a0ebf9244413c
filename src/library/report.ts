import { resolve } from 'node:path';
import { harnessHome } from '../home.ts';
import type { ReportModel } from '../report/index.ts';
import type { OpenedProject } from './project.ts';

/**
 * The view model of the report: what `aoai-conform report` writes as HTML, Markdown and JSON, before it is written.
 * `runs`: files that `aoai-conform run` wrote, relative to the working directory; none: claims and observations
 * alone. Throws IncompleteFailure for a run without its end.
 */
export async function reportModel(
  project: OpenedProject,
  runs: readonly string[] = [],
): Promise<ReportModel> {
  const [{ modelOf }, { readCompleteJournal }] = await Promise.all([
    import('../material/index.ts'),
    import('../run/journal.ts'),
  ]);
  const { matrix, catalogue, inventories, recordings } = project;
  const journals = runs.map((file) => readCompleteJournal(resolve(file)));
  return modelOf({ home: harnessHome(), recordings, matrix, catalogue, inventories, journals });
}
