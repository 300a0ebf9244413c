import { describe, expect, it } from 'vitest';
import { claim, sourceOf } from '../../claims/sample.fixture.ts';
import type { Claim } from '../../claims/types.ts';
import type { Model } from '../../matrix/types.ts';
import { reportCell } from '../cells.ts';
import type { GuideInput } from '../guide/types.ts';
import { SAMPLE_MODELS } from '../sample-catalogue.ts';
import { sampleCell, sampleEvidence } from '../sample-parts.ts';
import { correctedBySource, correctionsOf, groupCorrections, omissionsOf, outdatedLists } from './index.ts';

const sources = [
  sourceOf('guide', '2026-01-16', 'user-guide'),
  sourceOf('learn-old', '2025-12-04', 'vendor-documentation'),
  sourceOf('learn-new', '2026-07-30', 'vendor-documentation'),
];

const models: readonly Model[] = SAMPLE_MODELS.filter(({ publisher }) => publisher !== 'reference');
const read = (claims: readonly Claim[], more: Partial<Parameters<typeof correctionsOf>[0]> = {}) =>
  correctionsOf({ claims, sources, cells: [], models, guide: null, today: '2026-11-21', ...more });
const told = (claims: readonly Claim[], more: Partial<Parameters<typeof correctionsOf>[0]> = {}) =>
  read(claims, more).map(
    (one) => `${one.claim.source} ${one.claim.statement}: ${one.settledBy} ${one.instead ?? one.note ?? '-'}`,
  );
const TODAY = '2026-11-21T09:30:00Z';
const PAGE = { url: 'https://example.com/schedule.mdx', date: '2026-09-09' };
const chat = (model: string): Claim['subject'] => ({ model, api: 'chat' });

/** A cell that was observed, against claims about it. */
const seenAs = (at: string, status: 'supported' | 'unsupported', claims: readonly Claim[]) =>
  reportCell(
    sampleCell(
      at,
      status,
      'contradicted',
      [sampleEvidence(at, 'observation', status, '2026-06-24')],
      [...claims],
    ),
    new Map(claims.map((one) => [one.id, one])),
    TODAY,
  );

describe('correctionsOf', () => {
  it('lets a later, better-ranked sentence settle what nobody has seen', () => {
    const claims = [
      claim('guide', chat('gpt-5'), 'supported'),
      claim('learn-new', chat('gpt-5'), 'unsupported'),
    ];
    expect(told(claims)).toEqual(['guide supported: later-document no']);
  });

  it('lets evidence settle it, whatever documents say', () => {
    const yes = claim('guide', { model: 'gpt-5', feature: 'chat/completion' }, 'supported');
    const no = claim('learn-new', { model: 'gpt-5', feature: 'chat/completion' }, 'unsupported');
    const at = 'chat/completion:gpt-5@2025-08-07';
    const cell = (status: 'supported' | 'unsupported') => seenAs(at, status, [yes, no]);
    expect(told([yes, no], { cells: [cell('supported')] })).toEqual([
      'learn-new unsupported: observation yes',
    ]);
    expect(told([yes, no], { cells: [cell('unsupported')] })).toEqual(['guide supported: observation no']);
  });

  it('lets no document correct, of any model, what was seen of one', () => {
    const about = { feature: 'chat/completion' } as const;
    const [yes, no] = [claim('learn-old', about, 'supported'), claim('learn-new', about, 'unsupported')];
    const other = claim('guide', { model: 'gpt-5.1', feature: 'chat/completion' }, 'supported');
    const at = 'chat/completion:gpt-5@2025-08-07';
    const cell = (status: 'supported' | 'unsupported') => seenAs(at, status, [yes, no]);
    expect(told([yes, no, other])).toEqual([
      'guide supported: later-document no',
      'learn-old supported: later-document no',
    ]);
    expect(told([yes, no, other], { cells: [cell('supported')] })).toEqual([
      'learn-new unsupported: observation yes',
    ]);
    expect(told([yes, no], { cells: [cell('unsupported')] })).toEqual([
      'learn-old supported: observation no',
    ]);
  });

  it('tells absence from a better-ranked list from a sentence', () => {
    const yes = claim('guide', { model: 'o1-mini', api: 'responses' }, 'supported');
    const absent = claim('learn-new', { model: 'o1-mini', api: 'responses' }, 'unsupported', {
      basis: 'absence',
    });
    const vendor = claim('learn-old', { model: 'o1-mini', api: 'responses' }, 'supported');
    const settled = (claims: Claim[]) => told(claims).filter((line) => !line.includes('lifecycle'));
    expect(settled([yes, absent])).toEqual(['guide supported: list no']);
    expect(settled([vendor, absent])).toEqual(['learn-old supported: open -']);
  });

  it('finds the document that says both', () => {
    const value = (text: string) =>
      claim('guide', { parameter: 'last-updated' }, 'value', { topic: 'lifecycle', value: text });
    expect(told([value('2025-01-16'), value('2026-01-16')])).toEqual(['guide value: itself -']);
  });

  it('settles which of its own dates a document can have, by the newest model that it names', () => {
    const dated = models.map((one) => ({ ...one, released: one.version, sources: [PAGE] }));
    const date = (value: string) =>
      claim('guide', { parameter: 'guide.last-updated' }, 'value', { topic: 'lifecycle', value });
    const dates = [date('2025-01-16'), date('2026-01-16')];
    const found = read([...dates, claim('guide', chat('gpt-5@2025-08-07'), 'supported')], { models: dated });
    expect(found).toMatchObject([
      {
        claim: dates[0],
        settledBy: 'itself',
        instead: '2026-01-16',
        note: 'gpt-5@2025-08-07',
        grounds: [PAGE],
      },
    ]);
    expect(told(dates, { models: dated })).toEqual(['guide value: itself -']);
  });

  it('takes a date of retirement from the newest page of the vendor, and names the page', () => {
    const of = (page: typeof PAGE) =>
      models
        .filter(({ id }) => id.startsWith('gpt-4.1-nano@'))
        .map((one) => ({ ...one, retires: '2026-10-14', sources: [page] }));
    const [{ id } = { id: '' }] = of(PAGE);
    const said = claim('guide', { model: id, api: 'chat' }, 'supported');
    const moved = claim('learn-new', { model: id, parameter: 'retires' }, 'value', {
      topic: 'lifecycle',
      value: '2026-11-01',
    });
    const older = read([said, moved], { models: of({ ...PAGE, date: '2026-07-01' }) });
    expect(older).toMatchObject([{ claim: said, note: '2026-11-01', against: [moved] }]);
    expect(older[0]?.grounds).toBeUndefined();
    expect(read([said, moved], { models: of(PAGE) })).toMatchObject([
      { claim: said, settledBy: 'lifecycle', note: '2026-10-14', against: [], grounds: [PAGE] },
      { claim: moved, settledBy: 'later-document', instead: '2026-10-14', grounds: [PAGE] },
    ]);
  });

  it('calls stale what was said of a model before it retired, and not what was said after', () => {
    expect(told([claim('guide', chat('gpt-4.1-nano'), 'supported')])).toEqual([
      'guide supported: lifecycle 2026-10-14',
    ]);
    expect(told([claim('guide', chat('gpt-4.1-nano'), 'supported')], { today: '2026-10-13' })).toEqual([]);
    expect(told([claim('guide', chat('o1-mini'), 'supported')])).toEqual([]);
  });

  it('finds the version that no list of the vendor has', () => {
    expect(told([claim('learn-old', chat('gpt-5-codex@2025-09-11'), 'supported')])).toEqual([
      'learn-old supported: list gpt-5-codex@2025-09-15',
    ]);
  });

  it('holds printed error answers against recorded ones', () => {
    const print = (parameter: string, value: string) =>
      claim('guide', { feature: 'chat/temperature', parameter }, 'value', { topic: 'error', value });
    const guide = guideWith("Unsupported parameter: 'temperature' is not supported with this model.");
    const invented = [
      print('error.message', 'no temperature, please'),
      print('error.code', 'invalid_request_error'),
    ];
    expect(told(invented, { guide })).toEqual([
      "guide value: quoted-answer Unsupported parameter: 'temperature' is not supported with this model.",
      'guide value: quoted-answer unsupported_parameter',
    ]);
    expect(read(invented, { guide })[0]?.grounds).toEqual([
      { url: 'https://github.com/owner/repository/issues/7', date: null },
    ]);
    const cut = [print('error.message', "Unsupported parameter: 'temperature'")];
    expect(told(cut, { guide })).toHaveLength(1);
    const exact = [
      print('error.message', "Unsupported parameter: 'temperature' is not supported with this model."),
    ];
    expect(told(exact, { guide })).toEqual([]);
  });
});

function guideWith(message: string): GuideInput {
  const words = { en: 'x', 'zh-CN': 'x', 'zh-TW': 'x' };
  return {
    errors: [
      {
        id: 'unsupported-parameter',
        class: 'unsupported-parameter',
        status: 'unsupported',
        match: { http: [400], message: /^Unsupported parameter: '/ },
        cause: words,
        remedy: words,
        evidence: ['recorded: somewhere', 'https://github.com/owner/repository/issues/7'],
      },
    ],
    snippets: { python: '', typescript: '', handling: '' },
    file: {
      version: 1,
      parameters: [],
      apis: [],
      series: [],
      models: {},
      errors: [
        {
          title: words,
          entries: ['unsupported-parameter'],
          status: 400,
          body: { error: { message, code: 'unsupported_parameter' } },
          remedies: [],
          affects: ['chat/temperature'],
        },
      ],
      useCases: [],
      checklist: [],
      code: [],
      handling: [],
      resources: [],
      questions: [],
    },
  };
}

describe('groupCorrections', () => {
  it('says one mistake once, and evidence before documents', () => {
    const claims = ['gpt-5', 'gpt-5-mini'].flatMap((name) => [
      claim('guide', { model: name, feature: 'chat/temperature', parameter: 'temperature' }, 'supported', {
        topic: 'parameter',
      }),
      claim(
        'learn-new',
        { model: name, feature: 'chat/temperature', parameter: 'temperature' },
        'unsupported',
        { topic: 'parameter' },
      ),
    ]);
    const groups = groupCorrections(read(claims), new Map(sources.map((one) => [one.id, one])));
    expect(groups.map(({ models: names, points }) => [names, points])).toEqual([
      [['gpt-5', 'gpt-5-mini'], ['chat/temperature']],
    ]);
  });
});

describe('correctedBySource', () => {
  it('counts the claims of each source by what shows them wrong, each once', () => {
    const claims = [
      claim('guide', chat('gpt-5'), 'supported'),
      claim('guide', chat('gpt-5-mini'), 'supported'),
      claim('learn-new', chat('gpt-5'), 'unsupported'),
      claim('guide', chat('gpt-4.1-nano'), 'supported'),
      claim('learn-old', chat('gpt-4.1-nano'), 'supported'),
    ];
    expect(Object.fromEntries(correctedBySource(read(claims)))).toEqual({
      guide: { evidence: 0, laterDocument: 1, otherwise: 1 },
      'learn-old': { evidence: 0, laterDocument: 0, otherwise: 1 },
    });
  });
});

describe('omissionsOf', () => {
  it('names what a guide leaves out of a series it covers, if it was released by then', () => {
    const dated = models.map((one) => ({ ...one, released: one.version }));
    const claims = [
      claim('guide', chat('gpt-5'), 'supported'),
      claim('guide', chat('gpt-5-mini'), 'supported'),
    ];
    expect(omissionsOf(claims, sources, dated)).toEqual([
      {
        source: 'guide',
        models: ['gpt-5-chat', 'gpt-5-pro', 'gpt-5-codex'],
        regions: [],
        by: null,
        grounds: [],
      },
    ]);
    expect(omissionsOf([claim('learn-new', chat('gpt-5'), 'supported')], sources, dated)).toEqual([]);
  });
});

describe('an answer that somebody quotes', () => {
  const quoted = (date: string) => sourceOf('issue', date, 'quoted-answer');
  const about = { model: 'gpt-5', parameter: 'reasoning_effort=none' };
  const claims = [
    claim('learn-old', about, 'supported'),
    claim('learn-new', about, 'supported'),
    claim('issue', about, 'unsupported'),
  ];

  it('settles what an older document says, and disputes what a later one says', () => {
    expect(told(claims, { sources: [...sources, quoted('2026-01-01')] })).toEqual([
      'learn-new supported: open -',
      'learn-old supported: quoted-answer no',
    ]);
  });

  it('is never itself corrected by a document', () => {
    const found = read(claims, { sources: [...sources, quoted('2020-01-01')] });
    expect(found.map((one) => one.claim.source)).toEqual(['learn-new', 'learn-old']);
    expect(found.every(({ settledBy }) => settledBy === 'open')).toBe(true);
  });
});

describe('what a sample prints', () => {
  const about = { api: 'responses', parameter: 'sample.status' } as const;
  const value = (source: string, printed: string, more: Partial<Claim> = {}) =>
    claim(source, about, 'value', { topic: 'parameter', value: printed, ...more });

  it('is outranked by a sentence, and settles nothing against a list', () => {
    const sample = value('learn-new', 'null', { basis: 'sample' });
    expect(told([value('learn-old', 'completed'), sample])).toEqual(['learn-new value: open -']);
  });

  it('is refuted by an answer that passed a check which it excludes, and by nothing else', () => {
    const at = 'responses/create:gpt-5@2025-08-07';
    const [sample, other] = ['schema.response', 'never-made'].map((id) =>
      value('learn-old', 'null', { basis: 'sample', excludes: [id] }),
    );
    const seen = sampleEvidence(at, 'observation', 'supported', '2026-06-24');
    const passed = seen.observation?.checks.passed ?? seen.result?.checks.map(({ id }) => id) ?? [];
    const cell = reportCell(sampleCell(at, 'supported', 'undocumented', [seen], []), new Map(), TODAY);
    const excluding = { ...sample, excludes: passed.slice(0, 1) } as Claim;
    expect(passed.length).toBeGreaterThan(0);
    expect(told([excluding, other as Claim], { cells: [cell] })).toEqual([
      `learn-old value: observation ${passed[0]}`,
    ]);
    expect(told([excluding])).toEqual([]);
  });
});

describe('outdatedLists', () => {
  const editions = sources.map((source) => (source.id === 'guide' ? source : { ...source, page: 'list' }));
  const lists = (model: string, source: string) => claim(source, { model, api: 'responses' }, 'supported');

  it('names what the latest edition of a page lists and an earlier one does not', () => {
    const claims = [
      lists('gpt-5@2025-08-07', 'learn-old'),
      ...['gpt-5@2025-08-07', 'gpt-5@2026-01-01', 'gpt-6@2026-09-22'].map((id) => lists(id, 'learn-new')),
      claim('learn-new', { region: 'westus', api: 'responses' }, 'supported', { topic: 'region' }),
    ];
    expect(outdatedLists(claims, editions)).toEqual([
      { source: 'learn-old', models: ['gpt-5@2026-01-01', 'gpt-6'], regions: [], by: 'learn-new' },
    ]);
  });

  it('says nothing of a source that is no edition, or lists nothing', () => {
    expect(outdatedLists([lists('gpt-5', 'learn-new'), lists('o3', 'guide')], editions)).toEqual([]);
    expect(outdatedLists([lists('o3', 'learn-old'), lists('gpt-5', 'learn-new')], sources)).toEqual([]);
  });
});
