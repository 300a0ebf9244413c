/**
 * The pages beside the table: one a model version, a feature and an error, the comparisons, the directory and
 * the runs. Each is self-contained, needs no script and makes no request; links between them are relative, so
 * that the folder works from disk as from any host.
 *
 *   for (const { path, html } of renderViews({ model, locale, tags: ['en'] }, assets)) write(path, html);
 */
import type { ReportAssets } from '../assets.ts';
import { engineOf } from '../engine.ts';
import { providerView, regionView } from './compare-view.ts';
import { directoryView } from './directory-view.ts';
import { errorViews } from './error-view.ts';
import { featureViews } from './feature-view.ts';
import { fieldsView } from './fields-view.ts';
import { frameOf, type Site } from './frame.ts';
import { modelViews } from './model-view.ts';
import { runsView } from './runs-view.ts';

/** One file, its path relative to the report's folder with `/` between folders. */
export interface RenderedFile {
  readonly path: string;
  readonly html: string;
}

/** All pages of one language, drawn one at a time: together they are some ten megabytes. */
export function* renderViews(site: Site, assets: ReportAssets): Generator<RenderedFile> {
  const render = engineOf(assets, site.locale);
  const views = [
    directoryView(site),
    regionView(site),
    providerView(site),
    fieldsView(site),
    runsView(site),
    ...modelViews(site),
    ...featureViews(site),
    ...errorViews(site),
  ];
  for (const view of views)
    yield {
      path: view.file(site.locale.tag),
      html: render('views/frame', frameOf(site, view), assets.views),
    };
}
