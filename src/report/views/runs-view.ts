import { type RunSketch, sketchesOf } from '../../history/index.ts';
import type { Locale } from '../locale.ts';
import { moment } from '../look.ts';
import { pageFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { runChart } from './run-chart.ts';

/** The run behind this report, and those before it as far as a history was kept. */
export function runsView({ model, locale }: Site): View {
  const { run } = model;
  const sketches = sketchesOf(model.history);
  const facts =
    run === null
      ? []
      : [
          { name: locale.say('run.id'), value: run.id },
          { name: locale.say('run.mode'), value: locale.say(`run.${run.mode}`) },
          { name: locale.say('run.started'), value: moment(run.startedAt, locale) },
          {
            name: locale.say('run.finished'),
            value: run.finishedAt === null ? locale.say('run.incomplete') : moment(run.finishedAt, locale),
          },
          {
            name: locale.say('run.cases'),
            value: locale.say('run.results', { results: run.results, planned: run.planned }),
          },
          {
            name: locale.say('run.versions'),
            value: `azure-openai-conformance ${run.harness}, openai ${run.sdk}`,
          },
        ];
  return {
    file: (tag) => pageFile('runs', tag),
    body: 'runs',
    from: '',
    name: locale.say('view.runs'),
    content: {
      facts,
      charts: (['real', 'reference'] as const).flatMap((of) => runChart(sketches, of, locale) ?? []),
      // A replay that was asked to keep a history adds nothing to it: "none kept" alone would read as a fault.
      none: locale.say(run?.mode === 'replay' ? 'runs.none.replay' : 'runs.none'),
      runs: sketches.toReversed().map((sketch) => runRow(sketch, locale)),
    },
  };
}

/** Cases named in one line; the rest are counted. */
const NAMED = 8;

function runRow({ entry, real, reference, turns }: RunSketch, locale: Locale) {
  const told = (counts: RunSketch['real']) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([status, count]) => `${locale.number(count)} ${locale.say(`status.${status}`)}`)
      .join(locale.say('list.comma'));
  return {
    at: moment(entry.startedAt, locale),
    mode: locale.say(`run.${entry.mode}`),
    real: told(real),
    reference: told(reference),
    notRun: locale.number(entry.notRun),
    turns: turns.slice(0, NAMED).map((turn) => ({
      id: turn.case,
      from: locale.say(`status.${turn.from}`),
      to: locale.say(`status.${turn.to}`),
    })),
    more: turns.length > NAMED ? locale.say('summary.more', { count: turns.length - NAMED }) : '',
  };
}
