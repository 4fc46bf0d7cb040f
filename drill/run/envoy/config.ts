import type { ClusterPlan, EntryPlan, OutlierPlan, ProbePlan, RetryPlan } from '../../plan/plan.ts';

/** Where the proxy listens, and where it writes what it saw. */
export interface EnvoyPlaces {
  readonly adminPort: number;
  /** Port of each stream's listener, by home region. */
  readonly listeners: ReadonlyMap<string, number>;
  /** Ports of each region's members. */
  readonly regions: ReadonlyMap<string, readonly number[]>;
  /** Receives one line a try; see `attemptFormat`. */
  readonly attemptsFile: string;
  readonly probesFile: string;
  readonly ejectionsFile: string;
}

type Json = { readonly [key: string]: unknown };

/** One line a try: start as Unix seconds, host, status, flags, path. */
const attemptFormat = '%START_TIME(%s.%6f)% %UPSTREAM_HOST% %RESPONSE_CODE% %RESPONSE_FLAGS% %REQ(:PATH)%\n';

/** The proxy's configuration for an entry. Where clients are handed to a place, a stream is the way into that place. */
export function envoyConfig(entry: EntryPlan, places: EnvoyPlaces): Json {
  const { streams } = entry;
  return {
    node: { id: 'drill', cluster: 'drill' },
    admin: { address: address(places.adminPort) },
    cluster_manager: { outlier_detection: { event_log_path: places.ejectionsFile } },
    static_resources: {
      listeners: streams.map((stream) => listener(stream, entry, places)),
      clusters: streams.map((stream) => cluster(stream, entry, places)),
    },
  };
}

function listener(stream: ClusterPlan, entry: EntryPlan, places: EnvoyPlaces): Json {
  const route = {
    cluster: stream.home,
    timeout: seconds(entry.requestTimeoutMs),
    ...(entry.retry && { retry_policy: retryPolicy(entry.retry) }),
  };
  return {
    name: stream.home,
    address: address(places.listeners.get(stream.home)!),
    filter_chains: [
      {
        filters: [
          typed('envoy.filters.network.http_connection_manager', httpManager, {
            stat_prefix: stream.home,
            generate_request_id: false,
            route_config: {
              virtual_hosts: [{ name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route }] }],
            },
            http_filters: [typed('envoy.filters.http.router', router, { upstream_log: [attemptsLog(places)] })],
          }),
        ],
      },
    ],
  };
}

function cluster(stream: ClusterPlan, entry: EntryPlan, places: EnvoyPlaces): Json {
  const ejects = entry.outlier !== null && entry.outlier.regions.includes(stream.home);
  return {
    name: stream.home,
    type: 'STATIC',
    connect_timeout: seconds(entry.retry?.perTryMs || entry.requestTimeoutMs),
    common_lb_config: {
      update_merge_window: seconds(entry.mergeWindowMs),
      healthy_panic_threshold: { value: stream.failsOpenBelow * 100 },
    },
    circuit_breakers: {
      thresholds: [{ max_connections: 8192, max_pending_requests: 8192, max_requests: 8192, max_retries: 4096 }],
    },
    load_assignment: {
      cluster_name: stream.home,
      policy: { overprovisioning_factor: Math.round(100 / entry.leavesBelow) },
      endpoints: stream.order.map((region, priority) => ({
        priority,
        lb_endpoints: places.regions
          .get(region)!
          .map((port) => ({ endpoint: endpoint(port, entry.probe?.regions.includes(region) ?? false) })),
      })),
    },
    ...(entry.probe && { health_checks: [healthCheck(entry.probe, places)] }),
    ...(ejects && { outlier_detection: outlierDetection(entry.outlier) }),
    ...(ejects && entry.outlier.counts429 && { typed_extension_protocol_options: count429 }),
  };
}

function endpoint(port: number, probed: boolean): Json {
  return { address: address(port), ...(!probed && { health_check_config: { disable_active_health_check: true } }) };
}

function healthCheck(probe: ProbePlan, places: EnvoyPlaces): Json {
  const interval = seconds(probe.intervalMs);
  return {
    interval,
    // Each state of a host has its own interval in the proxy; one period is meant in all of them.
    no_traffic_interval: interval,
    no_traffic_healthy_interval: interval,
    unhealthy_interval: interval,
    timeout: seconds(probe.timeoutMs),
    unhealthy_threshold: probe.failures,
    healthy_threshold: probe.successes,
    event_logger: [
      typed(
        'envoy.health_check.event_sink.file',
        'envoy.extensions.health_check.event_sinks.file.v3.HealthCheckEventFileSink',
        {
          event_log_path: places.probesFile,
        },
      ),
    ],
    ...(probe.kind === 'tcp'
      ? { tcp_health_check: {} }
      : // Without `retriable_statuses` the first answer other than 200 ejects, whatever the threshold says.
        { http_health_check: { path: '/health', retriable_statuses: [{ start: 300, end: 600 }] } }),
  };
}

function outlierDetection(outlier: OutlierPlan): Json {
  return {
    consecutive_5xx: outlier.consecutiveErrors,
    enforcing_consecutive_5xx: 100,
    enforcing_consecutive_gateway_failure: 0,
    enforcing_success_rate: 0,
    interval: seconds(outlier.intervalMs),
    base_ejection_time: seconds(outlier.baseEjectionMs),
    // The proxy's own ceiling of an ejection is documented for no cloud, so it is set out of reach.
    max_ejection_time: seconds(outlier.baseEjectionMs * 1000),
    max_ejection_percent: outlier.maxEjectionPercent,
    // No cloud documents that a good probe ends an ejection early, so it is served in full.
    successful_active_health_check_uneject_host: false,
  };
}

function retryPolicy(retry: RetryPlan): Json {
  return {
    retry_on: [...retry.conditions, ...(retry.statusCodes.length > 0 ? ['retriable-status-codes'] : [])].join(','),
    retriable_status_codes: retry.statusCodes,
    num_retries: retry.attempts,
    ...(retry.perTryMs > 0 && { per_try_timeout: seconds(retry.perTryMs) }),
    retry_back_off: { base_interval: '0.005s', max_interval: '0.02s' },
    ...(retry.leavesFailedRegion && {
      retry_priority: typed(
        'envoy.retry_priorities.previous_priorities',
        'envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig',
        { update_frequency: 1 },
      ),
    }),
  };
}

const count429 = {
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
    '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
    explicit_http_config: { http_protocol_options: {} },
    outlier_detection: {
      error_matcher: {
        or_match: {
          rules: [
            { http_response_headers_match: statusMatch({ exact_match: '429' }) },
            { http_response_headers_match: statusMatch({ safe_regex_match: { regex: '5..' } }) },
          ],
        },
      },
    },
  },
};

function statusMatch(match: Json): Json {
  return { headers: [{ name: ':status', ...match }] };
}

function attemptsLog(places: EnvoyPlaces): Json {
  return typed('envoy.access_loggers.file', 'envoy.extensions.access_loggers.file.v3.FileAccessLog', {
    path: places.attemptsFile,
    log_format: { text_format_source: { inline_string: attemptFormat } },
  });
}

const httpManager = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const router = 'envoy.extensions.filters.http.router.v3.Router';

function typed(name: string, type: string, config: Json): Json {
  return { name, typed_config: { '@type': `type.googleapis.com/${type}`, ...config } };
}

function address(port: number): Json {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(6)}s`;
}
