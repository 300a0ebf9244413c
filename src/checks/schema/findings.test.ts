import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf, valueAt, withoutIndexes } from './findings.ts';
import { load as loadChat } from './generated/chat.mjs';
import { load as loadRequests } from './generated/requests.mjs';
import { load as loadResources } from './generated/resources.mjs';
import { load as loadResponses } from './generated/responses.mjs';
import { load as loadStores } from './generated/stores.mjs';
import { propertiesOf, sample, sampleNames, withValue } from './samples.ts';

const validators = {
  ...loadChat(),
  ...loadRequests(),
  ...loadResources(),
  ...loadResponses(),
  ...loadStores(),
};

function findings(name: string, value: unknown) {
  const validate = validators[name];
  if (validate === undefined) throw new Error(`no validator ${name}`);
  return findingsOf(validate, value);
}

describe('every self-written sample', () => {
  it.each(sampleNames)('%s is valid, without drift', (name) => {
    expect(findings(name, sample(name))).toEqual({ faults: [], drift: [] });
  });

  const properties = sampleNames.flatMap((name) =>
    propertiesOf(sample(name)).map((at) => [name, at] as const),
  );

  it.each(properties)('%s: taking %s away is at most one fault, there', (name, pointer) => {
    const { faults } = findings(name, withValue(sample(name), pointer, undefined));
    for (const fault of faults) expect(fault).toMatchObject({ pointer, kind: 'missing' });
    expect(faults.length).toBeLessThanOrEqual(1);
  });

  it.each(properties)('%s: null at %s is at most one fault, there', (name, pointer) => {
    const { faults } = findings(name, withValue(sample(name), pointer, null));
    for (const fault of faults) expect(fault.pointer).toBe(pointer);
    expect(faults.length).toBeLessThanOrEqual(1);
  });

  // What a caller defines himself may hold anything.
  const typed = properties.filter(([, pointer]) => !/\/parameters\/|\/metadata\/|\/schema\//.test(pointer));

  it.each(typed)('%s: a wrong type at %s is exactly one fault, there', (name, pointer) => {
    const wrong = Array.isArray(valueAt(sample(name), pointer)) ? 12345 : [[1]];
    const { faults } = findings(name, withValue(sample(name), pointer, wrong));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.pointer.startsWith(pointer)).toBe(true);
  });
});

describe('a named mutation is caught once, with its words', () => {
  it.each([
    [
      'ChatCompletion',
      '/id',
      undefined,
      { kind: 'missing', definition: 'ChatCompletion', expected: '"id"', found: 'nothing' },
    ],
    [
      'ChatCompletion',
      '/object',
      'chat.completions',
      { kind: 'value', suggestion: 'did you mean "chat.completion"?' },
    ],
    [
      'ChatCompletion',
      '/created',
      '1750000000',
      { kind: 'type', suggestion: 'send the number 1750000000 without quotes' },
    ],
    [
      'ChatCompletion',
      '/choices/0/message/role',
      'user',
      { kind: 'value', expected: '"assistant"', found: '"user"' },
    ],
    [
      'ChatCompletion',
      '/choices/0/message',
      undefined,
      { kind: 'missing', definition: 'ChatCompletion.Choice' },
    ],
    [
      'ChatCompletion',
      '/usage/total_tokens',
      null,
      { kind: 'type', found: 'null', suggestion: 'leave the field out where it has no value' },
    ],
    ['ChatCompletionChunk', '/choices', {}, { kind: 'type', expected: 'array', found: 'an empty object' }],
    ['Response', '/object', 'list', { kind: 'value', expected: '"response"' }],
    ['Response', '/output/1/content/0/text', 7, { kind: 'type', definition: 'ResponseOutputText' }],
    [
      'Response',
      '/output/1/content/0/annotations/0/url',
      undefined,
      { kind: 'missing', definition: 'ResponseOutputText.URLCitation' },
    ],
    ['Response', '/output/2/arguments', {}, { kind: 'type', expected: 'string' }],
    ['Response', '/output/2/type', undefined, { kind: 'missing', definition: 'ResponseOutputItem' }],
    ['Response', '/tools/0/name', undefined, { kind: 'missing', definition: 'FunctionTool' }],
    ['Response', '/usage/output_tokens_details/reasoning_tokens', undefined, { kind: 'missing' }],
    ['ResponseTextDeltaEvent', '/delta', null, { kind: 'type', found: 'null' }],
    ['ResponseItemList', '/has_more', 'no', { kind: 'type', expected: 'boolean' }],
    ['FileObject', '/bytes', '3', { kind: 'type', expected: 'number' }],
    ['FileList', '/data/0/id', undefined, { kind: 'missing', definition: 'FileObject' }],
    ['ModelList', '/object', 'models', { kind: 'value', expected: '"list"' }],
    ['ErrorBody', '/error/message', null, { kind: 'type', definition: 'WireError' }],
  ])('%s%s becomes %j', (name, pointer, value, fault) => {
    const { faults, drift } = findings(name, withValue(sample(name), pointer, value));
    expect(faults).toMatchObject([{ pointer, ...fault }]);
    expect(drift).toEqual([]);
  });

  it('calls a renamed field one fault and one drift, and suggests the name', () => {
    const renamed = withValue(withValue(sample('ChatCompletion'), '/created', undefined), '/create', 1);
    const { faults, drift } = findings('ChatCompletion', renamed);
    expect(faults).toMatchObject([
      { pointer: '/created', suggestion: 'there is an unknown "create": was "created" meant?' },
    ]);
    expect(drift).toEqual([{ kind: 'unknown-field', pointer: '/create', schema: 'ChatCompletion' }]);
  });
});

describe('news is drift, never a fault', () => {
  it.each([
    [
      'an unknown field',
      'Response',
      '/brand_new',
      1,
      { kind: 'unknown-field', pointer: '/brand_new', schema: 'Response' },
    ],
    [
      'an unknown field deep inside, its indexes folded',
      'Response',
      '/output/1/content/0/brand_new',
      1,
      { kind: 'unknown-field', pointer: '/output/{i}/content/{i}/brand_new', schema: 'ResponseOutputText' },
    ],
    [
      'an unknown enum value',
      'ChatCompletion',
      '/choices/0/finish_reason',
      'tool_call',
      {
        kind: 'unknown-enum-value',
        pointer: '/choices/{i}/finish_reason',
        schema: 'ChatCompletion.Choice',
        value: 'tool_call',
      },
    ],
    [
      'an unknown item type',
      'Response',
      '/output/2/type',
      'hologram_call',
      {
        kind: 'unknown-item-type',
        pointer: '/output/{i}/type',
        schema: 'ResponseOutputItem',
        value: 'hologram_call',
      },
    ],
    [
      'an unknown enum value that is free text, which is not repeated',
      'Response',
      '/status',
      'the model is thinking about it',
      { kind: 'unknown-enum-value', pointer: '/status', schema: 'ResponseStatus' },
    ],
  ])('%s', (_words, name, pointer, value, drift) => {
    expect(findings(name, withValue(sample(name), pointer, value))).toEqual({ faults: [], drift: [drift] });
  });
});

describe('findingsOf', () => {
  it('never throws, and points at places that exist or are missing there', () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...sampleNames), fc.nat(), anything, (name, index, value) => {
        const pointers = propertiesOf(sample(name));
        const pointer = pointers[index % pointers.length] ?? '';
        const mutated = withValue(sample(name), pointer, value);
        for (const fault of findings(name, mutated).faults) {
          const present = valueAt(mutated, fault.pointer) !== undefined;
          expect(present).toBe(fault.kind !== 'missing');
          expect(fault.pointer.startsWith(pointer) || pointer.startsWith(fault.pointer)).toBe(true);
        }
      }),
    );
  });

  it('keeps a hostile value short in its message', () => {
    const { faults } = findings(
      'ChatCompletion',
      withValue(sample('ChatCompletion'), '/created', 'x'.repeat(1e6)),
    );
    expect(faults[0]?.message.length).toBeLessThan(200);
  });
});

describe('withoutIndexes', () => {
  it('folds indexes and leaves names with digits alone', () => {
    expect(withoutIndexes('/output/12/content/0/gpt4/1')).toBe('/output/{i}/content/{i}/gpt4/{i}');
  });
});
