import { itemsOf, show, textAt } from '../stream/json.ts';
import type { SemanticFinding, SemanticRule } from './rule.ts';

/** Prefixes are what clients and logs recognise ids by; recorders and gateways replace them. */
const shape: SemanticRule = {
  id: 'id.shape',
  severity: 'should',
  says: 'ids have the prefix of their kind, and no two of an answer are equal',
  reference: 'docs/validation.md#ids-and-times',
  check({ body, api, calls }, _request, { hostKind }) {
    const prefix = api === 'chat' ? 'chatcmpl-' : 'resp_';
    const id = textAt(body, 'id');
    const findings: SemanticFinding[] = [];
    // Compatible chat services have ids of their own.
    const ruled = hostKind !== 'other' || api === 'responses';
    if (ruled && id?.startsWith(prefix) !== true) {
      findings.push({
        message: `the id of the answer does not start with ${prefix}`,
        pointer: '/id',
        expected: `${prefix}…`,
        found: show(body.id),
      });
    }
    const ids = [
      ...itemsOf(body, 'output').map((item, i) => ({ id: textAt(item, 'id'), pointer: `/output/${i}/id` })),
      ...calls.map((call) => ({ id: call.id, pointer: call.pointer })),
    ];
    const seen = new Set<string>();
    for (const { id: own, pointer } of ids) {
      if (own === undefined) continue;
      if (own === '' || seen.has(own)) {
        findings.push({
          message: own === '' ? 'an id is empty' : 'an id occurs twice in one answer',
          pointer,
          expected: 'an id of its own',
          found: show(own),
        });
      }
      seen.add(own);
    }
    return findings;
  },
};

/** 2020-01-01 and 2100-01-01, in seconds: milliseconds and zero lie outside. */
const EARLIEST = 1_577_836_800;
const LATEST = 4_102_444_800;

const created: SemanticRule = {
  id: 'time.created',
  severity: 'must',
  says: 'times are whole seconds since 1970, and nothing is completed before it is created',
  reference: 'docs/validation.md#ids-and-times',
  check({ body, api }) {
    const names = api === 'chat' ? ['created'] : ['created_at', 'completed_at'];
    const wrong = names.flatMap((name): SemanticFinding[] => {
      const value = body[name];
      if (value === undefined || (value === null && name !== 'created_at')) return [];
      if (Number.isInteger(value) && Number(value) > EARLIEST && Number(value) < LATEST) return [];
      return [
        {
          message: `${name} is no time in whole seconds`,
          pointer: `/${name}`,
          expected: 'seconds since 1970, an integer',
          found: show(value),
        },
      ];
    });
    const { created_at: start, completed_at: end } = body;
    if (wrong.length > 0 || typeof start !== 'number' || typeof end !== 'number' || end >= start)
      return wrong;
    return [
      {
        message: 'the response is completed before it is created',
        pointer: '/completed_at',
        expected: `at least ${start}`,
        found: String(end),
      },
    ];
  },
};

export const identityRules: readonly SemanticRule[] = [shape, created];
