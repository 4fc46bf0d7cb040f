import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A page of docs/, with the first block of each language on it. */
export interface Page {
  readonly text: string;
  readonly block: (language: string) => string;
  /** Runs the page's program, with the checkout in the place of the package; as often as it is called. */
  readonly program: () => Promise<Record<string, unknown>>;
}

/** The page docs/`name`.md, whose program uses the package's part for `cloud`. */
export function pageOf(name: string, cloud: 'gcp' | 'aws'): Page {
  const text = readFileSync(path.join(root, `docs/${name}.md`), 'utf8');
  const block = (language: string): string => {
    const found = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`docs/${name}.md has no block in ${language}.`);
    return found;
  };
  let runs = 0;
  return {
    text,
    block,
    program: async () => {
      const file = path.join(root, `.tandem/${name}-example.ts`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(
        file,
        block('ts').replace(`tandem-regions/${cloud}`, path.join(root, `components/${cloud}/index.ts`)),
      );
      runs += 1;
      return { ...((await import(`${file}?run=${runs}`)) as Record<string, unknown>) };
    },
  };
}
