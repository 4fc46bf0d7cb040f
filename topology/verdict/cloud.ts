import type { Cloud, Pool, Service } from '../model/model.ts';

/** Cloud of a pool: the package of its resource type. A service that several clouds answer has no cloud of its own. */
export function cloudOf(service: Service, { urn }: Pool): Cloud {
  const found = /[:$](gcp|aws):[^:$]+:[^:$]+::/.exec(urn)?.[1];
  return found === 'gcp' || found === 'aws' ? found : service.cloud;
}
