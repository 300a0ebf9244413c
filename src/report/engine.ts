/** The one place where templates become HTML. */
import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { ReportAssets } from './assets.ts';
import type { Locale } from './locale.ts';
import { visible } from './visible.ts';

/** Style and script that a page carries in itself. */
export interface Dress {
  readonly css: string;
  readonly js: string;
}

/**
 * Renders a template by its name. Style and script are allowed by their hashes alone, so that nothing a model
 * or server said can ever run or restyle a page; text is escaped, and characters that deceive are written out.
 */
export type Render = (template: string, content: object, dress: Dress) => string;

export function engineOf({ templates }: ReportAssets, locale: Locale): Render {
  const engine = Handlebars.create();
  engine.registerHelper('t', (key: string, options: Handlebars.HelperOptions) =>
    locale.say(key, options.hash),
  );
  engine.registerPartial({ ...templates });
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  const compile = (name: string) => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const text = templates[name];
    if (text === undefined) throw new Error(`there is no template "${name}"`);
    const made = engine.compile(text, { strict: true, knownHelpers: { t: true } });
    compiled.set(name, made);
    return made;
  };
  return (template, content, dress) =>
    visible(compile(template)({ ...content, lang: locale.tag, ...dress, csp: contentSecurityPolicy(dress) }));
}

function contentSecurityPolicy({ css, js }: Dress): string {
  return [
    "default-src 'none'",
    `style-src ${sourceHash(css)}`,
    `script-src ${sourceHash(js)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Hash of an inline element's exact text; style and script stand between their tags without a space. */
function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
