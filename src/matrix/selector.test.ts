import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { compileSelector, isSelected, matches, partsOf, select } from './selector.ts';

const IDS = [
  'chat/completion:gpt-4.1@2025-04-14:sweden',
  'chat/completion:gpt-5.1@2025-11-13:eastus2',
  'files/upload:-:sweden',
  'responses/background:gpt-4.1@2025-04-14:sweden',
  'responses/create:gpt-5-chat@2025-08-07:eastus2',
  'responses/create:gpt-5-chat@2025-10-03:eastus2',
];
const CASES = IDS.map((id) => ({ id }));
const kept = (...selectors: string[]) => select(CASES, selectors).map(({ id }) => IDS.indexOf(id));

describe('a selector', () => {
  it.each([
    ['chat/completion:gpt-4.1@2025-04-14:sweden', [0]],
    ['*', [0, 1, 2, 3, 4, 5]],
    ['chat/*', [0, 1]],
    ['*:gpt-5*', [1, 4, 5]],
    ['*:*:sweden', [0, 2, 3]],
    ['responses/*:*:eastus2', [4, 5]],
    ['*:-', [2]],
  ])('%s: each part is a glob and a missing part is *', (selector, expected) => {
    expect(kept(selector)).toEqual(expected);
  });

  it.each([
    ['responses', [3, 4, 5]],
    [':gpt-5-chat', [4, 5]],
    ['::sweden', [0, 2, 3]],
    ['responses::eastus2', [4, 5]],
  ])(
    '%s: an empty part is *, an API stands for its features, a name for its versions',
    (selector, expected) => {
      expect(kept(selector)).toEqual(expected);
    },
  );

  it.each([[''], ['!'], ['a:b:c:d'], ['chat/* responses/*']])('"%s" is refused as no selector', (text) => {
    expect(() => compileSelector(text)).toThrow(ConfigurationFailure);
  });

  it('answers for one case, and for ! whether it leaves the case', () => {
    const id = 'chat/completion:gpt-4.1@2025-04-14:sweden';
    expect(matches('chat', id)).toBe(true);
    expect(matches('responses', id)).toBe(false);
    expect(matches('!responses', id)).toBe(true);
    expect(matches('!chat', id)).toBe(false);
  });
});

describe('a selection', () => {
  it('keeps everything when there is no selector', () => {
    expect(kept()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('joins plain selectors and takes away those with !', () => {
    expect(kept('chat/*', 'files/*')).toEqual([0, 1, 2]);
    expect(kept('chat/*', '!*:*:eastus2')).toEqual([0]);
    expect(kept('!chat/*', '!files')).toEqual([3, 4, 5]);
  });

  it.each([
    ['chat/completon', 'did you mean "chat/completion"?'],
    ['*:gpt-4.2', 'did you mean "*:gpt-4.1"?'],
    ['*:*:swedn', 'did you mean "*:*:sweden"?'],
    ['respnses', 'did you mean "responses"?'],
    ['!*:*:swedn', 'did you mean "!*:*:sweden"?'],
    ['sweden', 'did you mean "*:*:sweden"?'],
    ['gpt-5-caht', 'did you mean "*:gpt-5-chat"?'],
    ['gpt-5-chat', 'did you mean "*:gpt-5-chat"?'],
    ['*:*:nowhere-near', 'no target is called "nowhere-near"'],
    ['files/upload:gpt-4.1', 'each of its parts exists, but no case combines them'],
  ])('%s matches nothing: the message helps', (selector, hint) => {
    expect(() => kept('chat', selector)).toThrow(`selector "${selector}" matches no case`);
    expect(() => kept('chat', selector)).toThrow(hint);
  });

  it('is refused when nothing is left', () => {
    expect(() => kept('chat', '!chat')).toThrow('the selectors chat !chat leave no case');
  });

  it('is a sub-sequence of the cases, whatever the selectors', () => {
    const part = fc.constantFrom('*', '', 'chat', 'responses/*', 'gpt-5*', 'sweden', '?????');
    const selector = fc
      .tuple(fc.constantFrom('', '!'), fc.array(part, { minLength: 1, maxLength: 3 }))
      .map(([sign, parts]) => sign + parts.join(':'));
    fc.assert(
      fc.property(fc.array(selector, { maxLength: 3 }), (selectors) => {
        let result: { id: string }[];
        try {
          result = select(CASES, selectors);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationFailure);
          return;
        }
        expect(CASES.filter((entry) => result.includes(entry))).toEqual(result);
        for (const { id } of result) {
          expect(selectors.filter((s) => s.startsWith('!')).every((s) => matches(s, id))).toBe(true);
        }
      }),
    );
  });
});

it('a case id comes apart into its three parts', () => {
  expect(partsOf('responses/background:gpt-4.1@2025-04-14:sweden')).toEqual({
    feature: 'responses/background',
    model: 'gpt-4.1@2025-04-14',
    target: 'sweden',
  });
});

describe('isSelected', () => {
  const ids = ['chat/stop:gpt-4.1@1:a', 'chat/stop:gpt-5@1:a', 'responses/create:gpt-5@1:b'];

  it.each([[[]], [['chat']], [['!chat']], [['chat', '!*:gpt-5']], [['responses', 'chat:gpt-4.1']]])(
    'keeps what select keeps: %j',
    (selectors) => {
      const kept = select(
        ids.map((id) => ({ id })),
        selectors,
      ).map(({ id }) => id);
      expect(ids.filter((id) => isSelected(selectors, id))).toEqual(kept);
    },
  );

  it('may keep nothing, which a run may not', () => {
    expect(ids.filter((id) => isSelected(['files'], id))).toEqual([]);
  });
});
