// Labels of routes: which of them are the same stream of requests on load balancers of two regions.

/** Between the hosts of one label, which come first in it. */
export const HOST_SEPARATOR = ',';

/** Label of conditions: hosts, then whatever else a request has to match. */
export const labelOf = (hosts: readonly string[], others: readonly string[]): string =>
  ` ${[...(hosts.length > 0 ? [hosts.join(HOST_SEPARATOR)] : []), ...others].join(' ')}`;

/** Two labels as one, with the hosts that they share: a region may have names of its own beside. Undefined for two streams. */
export function sharedLabel(one: string, other: string): string | undefined {
  if (one === other) return one;
  const [hosts, others] = parts(one);
  const [otherHosts, otherOthers] = parts(other);
  const both = hosts.filter((host) => otherHosts.includes(host));
  return others === otherOthers && both.length > 0 ? labelOf(both, others === '' ? [] : [others]) : undefined;
}

function parts(label: string): readonly [hosts: readonly string[], others: string] {
  const [hosts = '', ...others] = label.trim().split(' ');
  return [hosts.split(HOST_SEPARATOR).filter((host) => host !== ''), others.join(' ')];
}

/** The streams that labels stand for, each once. */
export const streamsOf = (labels: readonly string[]): readonly string[] =>
  labels.reduce<readonly string[]>((streams, label) => {
    const at = streams.findIndex((stream) => sharedLabel(stream, label) !== undefined);
    return at < 0
      ? [...streams, label]
      : streams.map((stream, i) => (i === at ? (sharedLabel(stream, label) ?? stream) : stream));
  }, []);
