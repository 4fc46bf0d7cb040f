import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** Services of Google Cloud that the two-region topology calls. */
const APIS = [
  'artifactregistry.googleapis.com',
  'certificatemanager.googleapis.com',
  'compute.googleapis.com',
  // The write endpoint of the database is a DNS name that the cloud manages.
  'dns.googleapis.com',
  'iam.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
  // Policies of backend services that have machines or pods behind them.
  'networkservices.googleapis.com',
  'run.googleapis.com',
  'secretmanager.googleapis.com',
  'servicenetworking.googleapis.com',
  'sqladmin.googleapis.com',
  'storage.googleapis.com',
];

export interface GcpApisArgs {
  /** Google Cloud project in which they are switched on. */
  project: pulumi.Input<string>;
  /** Host names of the services. Plain, because they name the resources. Default: those of the two-region topology. */
  services?: readonly string[];
}

/**
 * The cloud services that the topology calls, switched on in a fresh project. They stay on when the stack is destroyed,
 * because other stacks of the project may use them.
 *
 * Source: https://docs.cloud.google.com/service-usage/docs/enable-disable
 */
export class GcpApis extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpApis';

  constructor(name: string, args: GcpApisArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpApis.__pulumiType, name, {}, opts);
    for (const service of args.services ?? APIS) {
      new gcp.projects.Service(
        `${name}-${service.split('.')[0]}`,
        { project: args.project, service, disableOnDestroy: false },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
