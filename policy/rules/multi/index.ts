import type { Rule } from '../../frame/rule.ts';
import { bothCloudsAnswer } from './001-both-clouds-answer.ts';
import { eachAnswerIsAsked } from './002-each-answer-is-asked.ts';
import { noLastingKeys } from './003-no-lasting-keys.ts';
import { trustIsNarrow } from './004-trust-is-narrow.ts';
import { copiesDoNotLoop } from './005-copies-do-not-loop.ts';
import { databaseIsFollowed } from './006-database-is-followed.ts';
import { secretsInBoth } from './007-secrets-in-both.ts';
import { bothCloudsShowTheCertificate } from './008-both-clouds-show-the-certificate.ts';
import { linkLeadsBothWays } from './009-link-leads-both-ways.ts';
import { passwordsAreStrong } from './010-passwords-are-strong.ts';

/** Rules for programs on several clouds, in the order of their ids. */
export const multiRules: readonly Rule[] = [
  bothCloudsAnswer,
  eachAnswerIsAsked,
  noLastingKeys,
  trustIsNarrow,
  copiesDoNotLoop,
  databaseIsFollowed,
  secretsInBoth,
  bothCloudsShowTheCertificate,
  linkLeadsBothWays,
  passwordsAreStrong,
];
