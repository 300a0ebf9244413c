import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byId } from './order.ts';

it('orders parts as the ids that they become', () => {
  const parts = fc.array(fc.record({ id: fc.stringMatching(/^[a-z][a-z0-9./@-]{0,4}$/) }));
  fc.assert(
    fc.property(parts, (list) => {
      const ids = [...list].sort(byId).map(({ id }) => `${id}:rest`);
      expect(ids).toEqual([...ids].sort());
    }),
  );
  expect([{ id: 'chat/a' }, { id: 'chat/a-b' }].sort(byId)).toEqual([{ id: 'chat/a-b' }, { id: 'chat/a' }]);
});
