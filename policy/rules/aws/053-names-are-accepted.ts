import { graphRule } from '../../frame/rule.ts';
import { notAllowed } from '../support/demands.ts';
import { unlessFilledIn } from '../support/filled.ts';
import { NAMED } from './support/named.ts';
import { NAMES } from './support/sources.ts';

export const namesAreAccepted = graphRule({
  id: 'tandem-aws-053-names-are-accepted',
  title: 'Names are ones that the API takes',
  what: 'A name that somebody chose has the length and the characters that its kind of resource allows.',
  why: 'The preview does not check names; the API refuses them in the middle of an apply.',
  source: NAMES,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Shorten the name, or leave it out for one that is made for you.',
  example: "name: 'api-us-east-1'",
  types: Object.keys(NAMED),
  judge: (graph) =>
    graph
      .ofType(...Object.keys(NAMED))
      .flatMap((resource) => unlessFilledIn(resource, notAllowed(resource, NAMED[resource.type] ?? {}))),
});
