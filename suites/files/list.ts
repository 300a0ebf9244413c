import type { FileObject } from '#scenario';
import { objects, scenario } from '#scenario';

/** More files than a resource may have. */
const MOST_PAGES = 100;

/** The uploaded files, a page at a time, the newest first, by purpose. */
export default scenario('files/list', {
  async run({ files, check, document }) {
    const older = await files.upload(document('animals.csv'), 'assistants');
    const newer = await files.upload(document('code-word.pdf'), 'assistants');
    const asked = { purpose: 'assistants', order: 'desc' } as const;

    // Where others upload, too, or the order is another one, both files may stand on a later page.
    const found: FileObject[] = [];
    const holds = (file: FileObject) => found.some(({ id }) => id === file.id);
    for (let page = 0, more = true; more && page < MOST_PAGES && !(holds(older) && holds(newer)); page++) {
      const last = found.at(-1);
      const next = await files.list({ ...asked, limit: 100, ...(last && { after: last.id }) });
      found.push(...next.files);
      more = next.hasMore;
    }
    check.must('contains', holds(older) && holds(newer), 'the list holds both files');
    const ids = found.map(({ id }) => id);
    check.must('unique', new Set(ids).size === ids.length, 'no file is listed twice');
    check.must(
      'by-purpose',
      found.length > 0 && found.every(({ purpose }) => purpose === 'assistants'),
      'only files of the purpose asked for are listed',
    );
    const times = found.map((file) => file.created_at);
    check.should(
      'newest-first',
      found.length > 0 && times.every((time, index) => time <= (times[index - 1] ?? time)),
      'the files are in the order of their creation, the newest first',
    );

    const next = await files.list({ ...asked, limit: 1, after: newer.id });
    check.should('limit', next.files.length === 1, `limit: 1 gives one file, found ${next.files.length}`);
    check.should(
      'after',
      next.files.length > 0 && !next.files.some(({ id }) => id === newer.id),
      'the page begins after the file named as `after`',
    );
  },
  recognise: ({ operation, answer, error }) => {
    if (operation !== 'files.list') return null;
    const ids = objects(answer?.data).map(({ id }) => id);
    return error ? [] : [{ id: 'unique', ok: new Set(ids).size === ids.length }];
  },
});
