import type { DataSource } from '../kit/package.ts';
import { hashOf } from '../kit/random.ts';
import { isSet, listOf, objectOf, textOf, type Value, type Values } from '../kit/values.ts';
import { Refusal } from '../kit/refusal.ts';
import { ACCOUNT } from './common.ts';

const regionOf = (args: Values, settings: Values): string => textOf(args['region']) ?? textOf(settings['region']) ?? '';

const getAvailabilityZones: DataSource = (args, settings) => {
  const region = regionOf(args, settings);
  const letters = region === 'us-east-1' ? ['a', 'b', 'c', 'd', 'e', 'f'] : ['a', 'b', 'c'];
  const short = region.replace(/^(\w+)-(\w)\w*-(\d)$/, '$1$2$3');
  return {
    id: region,
    region,
    groupNames: [region],
    names: letters.map((letter) => region + letter),
    zoneIds: letters.map((_, index) => `${short}-az${index + 1}`),
  };
};

const getCallerIdentity: DataSource = () => ({
  id: ACCOUNT,
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/offline`,
  userId: 'AIDAOFFLINE',
});

const getRegion: DataSource = (args, settings) => {
  const region = regionOf(args, settings);
  return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
};

const getPartition: DataSource = () => ({
  id: 'aws',
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
  reverseDnsPrefix: 'com.amazonaws',
});

const one = (value: Value | undefined): Value | undefined =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;

function statementOf(value: Value): Values {
  const statement = objectOf(value);
  const principals: Values = {};
  for (const principal of listOf(statement['principals']).map(objectOf)) {
    principals[textOf(principal['type']) ?? ''] = one(principal['identifiers']) ?? null;
  }
  const conditions: Values = {};
  for (const condition of listOf(statement['conditions']).map(objectOf)) {
    const test = textOf(condition['test']) ?? '';
    conditions[test] = {
      ...objectOf(conditions[test]),
      [textOf(condition['variable']) ?? '']: one(condition['values']) ?? null,
    };
  }
  const parts: { [name: string]: Value | undefined } = {
    Sid: statement['sid'],
    Effect: statement['effect'] ?? 'Allow',
    Action: one(statement['actions']),
    NotAction: one(statement['notActions']),
    Resource: one(statement['resources']),
    NotResource: one(statement['notResources']),
    Principal: Object.keys(principals).length === 0 ? undefined : principals['*'] !== undefined ? '*' : principals,
    Condition: Object.keys(conditions).length === 0 ? undefined : conditions,
  };
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, Value] => isSet(part[1])));
}

const getPolicyDocument: DataSource = (args) => {
  const document = { Version: args['version'] ?? '2012-10-17', Statement: listOf(args['statements']).map(statementOf) };
  const json = JSON.stringify(document, null, 2);
  return { id: hashOf(json, 10), json, minifiedJson: JSON.stringify(document), version: '2012-10-17' };
};

const getZone: DataSource = (args, _settings, cloud) => {
  const wanted = textOf(args['name'])?.replace(/\.$/, '');
  const zone = cloud
    .all('aws:route53/zone:Zone')
    .find(
      ({ id, state }) =>
        id === args['zoneId'] || (wanted !== undefined && textOf(state['name'])?.replace(/\.$/, '') === wanted),
    );
  if (!zone) throw new Refusal(`no hosted zone ${String(args['zoneId'] ?? args['name'])} exists`);
  return { ...zone.state, id: zone.id };
};

/** Data sources by token. */
export const functions: ReadonlyMap<string, DataSource> = new Map([
  ['aws:index/getAvailabilityZones:getAvailabilityZones', getAvailabilityZones],
  ['aws:index/getCallerIdentity:getCallerIdentity', getCallerIdentity],
  ['aws:index/getRegion:getRegion', getRegion],
  ['aws:index/getPartition:getPartition', getPartition],
  ['aws:iam/getPolicyDocument:getPolicyDocument', getPolicyDocument],
  ['aws:route53/getZone:getZone', getZone],
]);
