import type { Description } from '../kit/description.ts';
import { uuid } from '../kit/random.ts';
import { atMostOne, conflicts, exactlyOne, length, matches, oneOf, required, within } from '../kit/rules.ts';
import { textOf } from '../kit/values.ts';
import { arn, isArn, named, regionOf, unique } from './common.ts';
import { LOAD_BALANCER } from './types.ts';

const WEB_ACL = 'aws:wafv2/webAcl:WebAcl';

const VISIBILITY = ['cloudwatchMetricsEnabled', 'metricName', 'sampledRequestsEnabled'];

const webAcl: Description = {
  type: WEB_ACL,
  autoname: { ...named, maximum: 128 },
  check: [
    oneOf('scope', ['CLOUDFRONT', 'REGIONAL']),
    conflicts('rules', 'ruleJson'),
    atMostOne('name', 'namePrefix'),
    matches('name', /^[0-9A-Za-z_-]{1,128}$/, '1 to 128 letters, digits, hyphens and underscores'),
    length('description', 1, 256),
    length('tokenDomains[]', 1, 253),
    within('visibilityConfig', ...VISIBILITY.map(required)),
    within('rules[].visibilityConfig', ...VISIBILITY.map(required)),
  ],
  apply: [
    unique('name'),
    within('defaultAction', exactlyOne('allow', 'block')),
    within('rules[]', exactlyOne('action', 'overrideAction')),
    (inputs, situation) =>
      inputs['scope'] === 'CLOUDFRONT' && regionOf(situation) !== 'us-east-1'
        ? [{ path: 'scope', reason: 'CLOUDFRONT exists only in us-east-1' }]
        : [],
  ],
  computed: ['rules'],
  replaces: ['name', 'namePrefix', 'scope'],
  unordered: ['rules'],
  id: () => uuid(),
  outputs: (situation, id) => ({
    arn: arn(
      'wafv2',
      situation,
      `${situation.inputs['scope'] === 'CLOUDFRONT' ? 'global' : 'regional'}/webacl/${textOf(situation.inputs['name'])}/${id}`,
    ),
    capacity: 100,
    lockToken: uuid(),
    applicationIntegrationUrl: '',
  }),
};

const webAclAssociation: Description = {
  type: 'aws:wafv2/webAclAssociation:WebAclAssociation',
  check: [isArn('resourceArn'), isArn('webAclArn')],
  replaces: ['resourceArn', 'webAclArn'],
  references: { webAclArn: [WEB_ACL], resourceArn: [LOAD_BALANCER] },
  holds: ['webAclArn'],
  id: ({ inputs }) => `${textOf(inputs['webAclArn'])},${textOf(inputs['resourceArn'])}`,
};

/** Request filters. */
export const wafv2 = [webAcl, webAclAssociation];
