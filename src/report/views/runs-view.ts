import { moment } from '../look.ts';
import { pageFile } from './files.ts';
import type { Site, View } from './frame.ts';

/** The run behind this report. */
export function runsView({ model, locale }: Site): View {
  const { run } = model;
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
    content: { facts },
  };
}
