/**
 * Shortens what ajv writes, before it is minified. A validator is compiled when it is first called, and runs some
 * hundred times before the engine makes it fast: every line less is time that each run saves.
 */

/** Three lines for an error become a call; `keepError` stands in the module. */
const ERROR =
  /const (err\d+) = (\{.*\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\n/g;

/** Nobody reads the parent or the root: they are for keywords with `$data`. The path alone is passed on. */
const PARAMETERS = '{instancePath="", parentData, parentDataProperty, rootData=data}={}';
const ARGUMENTS =
  /\{instancePath(?::((?:(?!schemaPath:).)*?))?,parentData(?::.*?)?,parentDataProperty(?::.*?)?,rootData\}/g;

const KEEP_ERROR = `
function keepError(errors, error){
if(errors === null)return [error];
errors.push(error);
return errors;
}
`;

/** The code of a module of validators, with the same answers. Throws when ajv writes something else than it did. */
export function shortened(code: string): string {
  const short = code
    .replaceAll(ERROR, (_all, _name, error) => `vErrors = keepError(vErrors, ${error});\n`)
    .replaceAll(PARAMETERS, 'instancePath=""')
    .replaceAll(ARGUMENTS, (_all, path) => path ?? 'instancePath');
  if (/parentData|vErrors\.push/.test(short)) throw new Error('ajv writes its code in another way');
  return `${KEEP_ERROR}${short}`;
}
