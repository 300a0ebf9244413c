import { expect, it } from 'vitest';
import { shortened } from './shorten.ts';

it('passes the path alone, and keeps an error in one line', () => {
  const code = [
    'function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){',
    'const err0 = {instancePath:instancePath+"/a",schemaPath:"#/type",keyword:"type",params:{type: "string"}};',
    'if(vErrors === null){\nvErrors = [err0];\n}\nelse {\nvErrors.push(err0);\n}\nerrors++;',
    'validate2(data0, {instancePath:instancePath+"/b/" + key0.replace(/~/g, "~0"),parentData:data.b,parentDataProperty:key0,rootData});',
    'validate3(data, {instancePath,parentData,parentDataProperty,rootData});',
    '}',
  ].join('\n');
  const short = shortened(code);
  expect(short).toContain('function validate1(data, instancePath=""){');
  expect(short).toContain('vErrors = keepError(vErrors, {instancePath:instancePath+"/a",schemaPath:"#/type"');
  expect(short).toContain('validate2(data0, instancePath+"/b/" + key0.replace(/~/g, "~0"));');
  expect(short).toContain('validate3(data, instancePath);');
});

it('refuses code that it does not know', () => {
  expect(() => shortened('validate1(data, {instancePath, parentData : x})')).toThrow('another way');
  expect(() => shortened('vErrors.push(err1);')).toThrow('another way');
});
