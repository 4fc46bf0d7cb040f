import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, SECRET } from '../../../topology/graph/value.ts';
import { breach, type Finding } from '../../frame/rule.ts';
import { textsIn } from './blocks.ts';

// Secrets by their looks and by the name of where they stand. No message quotes a value.

/** Names that a secret goes by. Only the end counts, so that TOKEN_URL and SECRET_NAME are none. */
export const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** Arguments and keys of maps that hold a secret, wherever they stand. References to a secret are called otherwise. */
const SECRET_KEY =
  /(^p|P)ass(word|wd|phrase)$|(^s|S)haredSecret$|(^c|C)lientSecret$|(^a|A)uthToken$|(^a|A)piKey$|(^p|P)rivateKey$|(^s|S)erviceKey$/;
const isSecretKey = (key: string): boolean =>
  SECRET_KEY.test(key) || /^authorization$/i.test(key) || (key.includes('_') && SECRET_NAME.test(key));

const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an AWS access key', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['a GitHub token', /\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})/],
  ['a Slack token', /\bxox[abprs]-[0-9A-Za-z-]{10,}/],
  ['a password inside an address', /:\/\/[^/\s:@"]+:[^/\s:@"]+@/],
];

/**
 * Secrets in plain text anywhere in a resource.
 *
 * @param store what to keep a secret in, for messages
 * @param judged arguments that the caller judges by itself
 */
export const plainSecrets = (resource: Resource, store: string, judged: readonly string[]): readonly Finding[] =>
  textsIn(resource.inputs).flatMap(({ path, text }): readonly Finding[] => {
    const found = SHAPES.find(([, shape]) => shape.test(text));
    if (found) {
      const fix = `keep it in ${store}, and replace it: it has leaked`;
      return [breach(resource, path, `holds ${found[0]} in plain text`, fix)];
    }
    const key = path.slice(path.lastIndexOf('.') + 1);
    if (judged.includes(path) || !isSecretKey(key) || text === '' || text === SECRET || isUnknown(text)) return [];
    const fix = `take the value from ${store}, or from a secret output`;
    return [breach(resource, path, 'is a secret in plain text', fix)];
  });
