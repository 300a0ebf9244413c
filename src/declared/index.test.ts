import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { checksOfSteps, readDeclared } from './index.ts';

const HEAD = `feature: { title: Colour, kinds: [general], estimate: { requests: 1, inputTokens: 1, outputTokens: 1 },
  source: https://contoso.example/colour }
`;
const file = 'suites/chat/colour.yaml';

function read(steps: string, surroundings = { own: true, code: false }, head = HEAD) {
  return readDeclared({ file, text: `${head}${steps}` }, surroundings);
}

function problemWith(...[steps, surroundings, head]: Parameters<typeof read>): string {
  try {
    read(steps, surroundings, head);
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  return 'none';
}

/** A file of one step whose checks these are. */
const expecting = (expectation: string) =>
  `steps:\n  - ask: models.list\n    expect:\n      - { check: listed, says: it is listed, ${expectation} }\n`;

describe('a scenario in data', () => {
  it('names its checks, each with what it weighs', () => {
    const { steps } = read(
      'steps:\n  - ask: models.list\n    expect:\n      - { check: a, says: a, status: 200 }\n      - { check: b, says: b, at: /data, type: array, severity: info }\n',
    );
    expect(checksOfSteps(steps ?? [])).toEqual([
      { id: 'a', severity: 'must' },
      { id: 'b', severity: 'info' },
    ]);
  });

  it('needs no steps where a module of its name is beside it', () => {
    expect(read('', { own: true, code: true }).steps).toBeNull();
  });

  it.each<[string, string, RegExp]>([
    ['an unknown key', 'stepps: []\n', /:3:1 .*unknown key "stepps", did you mean "steps"\?/],
    ['no steps and no code', '', /key "steps" is missing, and there is no module of the same name/],
    ['an unknown operation', 'steps:\n  - ask: chat.crate\n', /:4:5 .*did you mean "chat.create"\?/],
    ['neither ask nor send', 'steps:\n  - name: x\n', /:4:5 .*one of "ask" \(an operation\) and "send"/],
    ['ask and send', 'steps:\n  - { ask: models.list, send: GET /models }\n', /one of "ask"/],
    [
      'a method that is none',
      'steps:\n  - send: FETCH /models\n',
      /:4:5 .*method and path below the base address/,
    ],
    [
      'a key of another operation',
      'steps:\n  - { ask: models.list, id: x }\n',
      /"models.list" takes no "id"; it takes nothing/,
    ],
    ['a missing body', 'steps:\n  - ask: chat.create\n', /"chat.create" needs the key "body"/],
    ['two bodies', 'steps:\n  - { send: POST /x, raw: "", body: {} }\n', /has "body" or "raw", not both/],
    [
      'polling a refusal',
      'steps:\n  - { ask: models.list, refused: true, until: { at: /x, present: true } }\n',
      /what is refused is not asked again/,
    ],
    ['refused: false', 'steps:\n  - { ask: models.list, refused: false }\n', /:4:25 /],
    [
      'an unknown class of error',
      'steps:\n  - { ask: models.list, refused: [atuh] }\n',
      /did you mean "auth"\?/,
    ],
    [
      'two steps of a name',
      'steps:\n  - { name: a, ask: models.list }\n  - { name: a, ask: models.list }\n',
      /:5:7 .*two steps are named "a"/,
    ],
    [
      'a wrong pointer',
      expecting('at: data/0, present: true'),
      /:6:46 .*"data\/0" does not match .*JSON pointer/,
    ],
    [
      'no matcher',
      expecting('at: /data'),
      /one of equals, type, pattern, present, absent, schema is needed, found none/,
    ],
    ['two matchers', expecting('at: /data, equals: 1, type: number'), /is needed, found equals and type/],
    [
      'two subjects',
      expecting('status: 200, header: x'),
      /a check is of one thing, not of status and header/,
    ],
    [
      'a matcher beside a status',
      expecting('status: 200, equals: 1'),
      /"status" says what is expected already/,
    ],
    ['a pattern that is none', expecting('at: /data, pattern: "("'), /:6:57 .*Unterminated group/],
    ['a schema that is none', expecting('at: /data, schema: { type: lizt }'), /no JSON Schema: .*type/],
    ['a type that is none', expecting('at: /data, type: lst'), /"lst" is not one of string, number/],
    [
      'an upper-case check',
      expecting('status: 200').replace('listed', 'Listed'),
      /lower-case letters, digits and hyphens/,
    ],
  ])('with %s is refused, where it stands', (_, steps, message) => {
    expect(problemWith(steps)).toMatch(message);
    expect(problemWith(steps)).toContain(file);
  });

  it('makes a check once', () => {
    const twice = `${expecting('status: 200')}      - { check: listed, says: again, status: 200 }\n`;
    expect(problemWith(twice)).toMatch(/:7:11 .*the check "listed" stands in this scenario twice/);
  });

  it.each([
    ['without its line, of a user', { own: true, code: false }, '', /key "feature" is missing/],
    ['with its line, of the harness', { own: false, code: false }, HEAD, /fixtures\/catalog\/features\.yaml/],
    ['of steps and of code', { own: true, code: true }, HEAD, /steps or code, not both/],
  ])('%s is refused', (_, surroundings, head, message) => {
    expect(problemWith('steps: [{ ask: models.list }]\n', surroundings, head)).toMatch(message);
  });
});

describe('a placeholder', () => {
  const filled = (text: string) =>
    `steps:\n  - { name: first, ask: models.list }\n  - { ask: models.retrieve, id: '${text}' }\n`;

  it.each(['${first#/data/0/id}', '${model}', 'x-${deployment}', '$${anything}', '${first#}'])(
    '%s is taken',
    (text) => {
      expect(problemWith(filled(text))).toBe('none');
    },
  );

  it.each([
    ['${modl}', /nothing is called \$\{modl\}, did you mean "model"\?/],
    ['${second#/id}', /no step before this one is named "second"; there are first/],
    ['${frist#/id}', /no step before this one is named "frist", did you mean "first"\?/],
    ['${first#id}', /nothing is called \$\{first#id\}/],
  ])('%s is refused', (text, message) => {
    expect(problemWith(filled(text))).toMatch(/:5:29 /);
    expect(problemWith(filled(text))).toMatch(message);
  });

  it('of a later step is refused', () => {
    const steps =
      "steps:\n  - { ask: models.retrieve, id: '${later#/id}' }\n  - { name: later, ask: models.list }\n";
    expect(problemWith(steps)).toMatch(/no earlier step has a name/);
  });

  it('is not looked for in patterns', () => {
    expect(problemWith(expecting('at: /data, pattern: "\\\\$\\\\{x\\\\}"'))).toBe('none');
  });
});
