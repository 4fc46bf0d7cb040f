/** True when a certificate for a domain, or for a wildcard, is for a host. */
export const isFor = (domain: string, host: string): boolean =>
  domain === host || (domain.startsWith('*.') && host.slice(host.indexOf('.')) === domain.slice(1));
